-- The organisations that the asker can act for, as they signed in, and which of them they do.
create or replace function app.my_organisations()
returns table (organisation_id uuid, name text, is_current boolean)
language sql stable security definer set search_path = app, pg_temp as $$
  select o.id, o.name, o.id = s.organisation_id from live_session() s
  join organisation o on o.closed_at is null
    and is_spoken_for(s.organisation_number, o.organisation_number)
  where exists (select from membership m where m.account_id = s.account_id
                and m.organisation_id = o.id and m.ended_at is null)
  order by o.sort_key, o.id
$$;

grant execute on function app.my_organisations() to portal_app;
