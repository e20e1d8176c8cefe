-- Agreements that my organisation reads: its own, and for the coordination group what has been
-- signed in its county.
create or replace function app.readable_agreements() returns uuid[]
language plpgsql stable security definer set search_path = app, pg_temp as $$
declare me record;
begin
  select * into me from acting();
  if me.organisation_kind = 'coordination_group' then
    return my_agreements() || array(select id from agreement
      where county_id = me.county_id and status in ('in_force', 'superseded'));
  end if;
  return array(select agreement_id from agreement_party
    where organisation_id = me.organisation_id and joined_at is not null);
end $$;

grant execute on function app.readable_agreements() to portal_app;
