-- Tell the other handlers of a plan of mine that a change of whose consent is required waits for
-- one of them to confirm it (app.tell_who_confirms()).
create or replace function app.tell_of_proposal(wanted uuid) returns void
language sql volatile security definer set search_path = app, pg_temp as $$
  select tell_who_confirms(c.plan_id, 'consenter.proposed',
    '/sip/plans/' || c.plan_id || '/people/changes/' || c.id, 'consenter.proposed:' || c.id)
  from consenter_change c
  where c.id = wanted and c.outcome is null and c.plan_id = any ((select my_cases())::uuid[])
$$;

grant execute on function app.tell_of_proposal(uuid) to portal_app;
