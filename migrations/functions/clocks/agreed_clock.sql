-- A clock of plans in a municipality of my county that starts on a day: see app.clock_at.
create or replace function app.agreed_clock(place uuid, wanted text, day date) returns jsonb
language sql stable security definer set search_path = app, pg_temp as $$
  select clock_at(o.id, wanted, day) from organisation o
  where o.id = place and o.county_id = (select my_county())
$$;

grant execute on function app.agreed_clock(uuid, text, date) to portal_app;
