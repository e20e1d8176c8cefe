-- Agreements that I read: my own, and as a coordinator of the coordination group what has been signed
-- in its county.
create or replace function app.readable_agreements() returns uuid[]
language plpgsql stable security definer set search_path = app, pg_temp as $$
declare me record;
begin
  select * into me from acting();
  if me.organisation_kind = 'coordination_group' and i_am('coordinator') then
    return my_agreements() || array(select id from agreement
      where county_id = me.county_id and status in ('in_force', 'superseded'));
  end if;
  return my_agreements();
end $$;
grant execute on function app.readable_agreements() to portal_app;
