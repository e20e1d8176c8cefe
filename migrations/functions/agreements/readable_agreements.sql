-- Agreements that I read: my own, and what has been signed in my county, which is public there. A
-- policy asks my_agreements() first, so that a party pays for its own only.
create or replace function app.readable_agreements() returns uuid[]
language plpgsql stable security definer set search_path = app, pg_temp as $$
declare
  county uuid := my_county();
begin
  return my_agreements() || array(select id from agreement
    where county_id = county and status in ('in_force', 'superseded'));
end $$;
grant execute on function app.readable_agreements() to portal_app;
