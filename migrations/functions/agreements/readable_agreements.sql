-- Agreements that I read: my own, and as a coordinator of the coordination group what has been signed
-- in its county. Or whether I read just one, which costs the same however many there are.
create or replace function app.readable_agreements(only_one uuid default null) returns uuid[]
language plpgsql stable security definer set search_path = app, pg_temp as $$
declare
  lowest uuid := coalesce(only_one, '00000000-0000-0000-0000-000000000000');
  highest uuid := coalesce(only_one, 'ffffffff-ffff-ffff-ffff-ffffffffffff');
  me record;
  mine uuid[];
begin
  select * into me from acting();
  mine := array(select agreements_of_party(me.account_id, me.organisation_id, lowest, highest));
  if me.organisation_kind = 'coordination_group' and i_am('coordinator') then
    mine := mine || array(select id from agreement
      where county_id = me.county_id and status in ('in_force', 'superseded')
        and id between lowest and highest);
  end if;
  return mine;
end $$;
grant execute on function app.readable_agreements(uuid) to portal_app;
