-- An agreement that covers the whole county holds in a municipality that comes to it, for example when
-- another is divided.
create or replace function app.cover_newcomer() returns trigger
language plpgsql security definer set search_path = app, pg_temp as $$
begin
  update agreement a set municipality_ids = a.municipality_ids || new.id
  where a.county_id = new.county_id and a.covers_county and a.status <> 'withdrawn'
    and coalesce(a.last_day, 'infinity') >= (now() at time zone 'Europe/Stockholm')::date;
  return null;
end $$;
