-- What a search in my county can be narrowed to, as JSON: its subjects, and its municipalities that have
-- not ended. All of it is the county's to know.
create or replace function app.places_to_search()
returns table (part text, content json)
language plpgsql stable rows 2 security definer set search_path = app, pg_temp as $$
declare mine uuid := my_county();
begin
  return query select 'subjects', json_agg(json_build_object('id', s.id, 'name', s.name,
      'name_en', s.name_en) order by s.position, s.key)
    from subject s where s.county_id = mine;

  return query select 'municipalities', json_agg(json_build_object('id', o.id, 'name', o.name)
      order by o.sort_key, o.id)
    from organisation o where o.county_id = mine and o.kind = 'municipality'
      and o.ended_on is null and o.closed_at is null;
end $$;

grant execute on function app.places_to_search() to portal_app;
