-- The board of my county on the subject with a key, or the first, in one statement: the subjects with
-- how many municipalities hold an agreement on each today, the organisations, and what
-- app.county_board() gives of the agreements, each by itself, with whether they are on paper: all as
-- JSON. All of it is the county's to know; nobody else's is.
create or replace function app.board(wanted text, since date, today date)
returns table (part text, content text)
language plpgsql stable rows 100 security definer
set search_path = app, pg_temp set plan_cache_mode = force_generic_plan as $$
declare
  mine uuid := my_county();
  about uuid := (select s.id from subject s where s.county_id = mine
    order by s.key = wanted desc, s.position, s.key limit 1);
begin
  return query select 'subjects', json_agg(json_build_object('key', s.key, 'name', s.name,
      'name_en', s.name_en, 'covered', coalesce(h.places, 0), 'is_shown', s.id = about)
      order by s.position, s.key)::text
    from subject s
    left join (select f.subject_id, count(*) as places from in_force(null, null, today) f
      group by f.subject_id) h on h.subject_id = s.id
    where s.county_id = mine;

  return query select 'organisations', json_agg(json_build_object('id', o.id, 'name', o.short_name,
      'is_shown', o.kind = 'municipality' and o.ended_on is null and o.closed_at is null,
      'tile_label', o.tile_label, 'tile_row', o.tile_row, 'tile_column', o.tile_column)
      order by o.sort_key, o.id)::text
    from organisation o where o.county_id = mine and o.kind <> 'individuals';

  return query select 'agreement', row_to_json(l)::text
    from county_board(since, about) l;
end $$;

grant execute on function app.board(text, date, date) to portal_app;
