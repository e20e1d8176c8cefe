-- Agreements that I read: my own, and what has been signed in my county, which is public there. A
-- policy asks my_agreements() first, so that a party pays for its own only. Or whether I read just
-- one, which costs the same however many there are.
create or replace function app.readable_agreements(only_one uuid default null) returns uuid[]
language plpgsql stable security definer set search_path = app, pg_temp as $$
declare
  lowest uuid := coalesce(only_one, '00000000-0000-0000-0000-000000000000');
  highest uuid := coalesce(only_one, 'ffffffff-ffff-ffff-ffff-ffffffffffff');
  me record;
begin
  select * into me from acting();
  return array(select agreements_of_party(me.account_id, me.organisation_id, lowest, highest))
    || array(select id from agreement where county_id = me.county_id
      and status in ('in_force', 'superseded') and id between lowest and highest);
end $$;
grant execute on function app.readable_agreements(uuid) to portal_app;
