-- Tell those who have a part in a plan of mine, and whom it stands open to, that it is over or goes on.
create or replace function app.tell_in_plan(wanted uuid, p_kind text) returns void
language plpgsql volatile security definer set search_path = app, pg_temp as $$
begin
  if not wanted = any (my_cases()) or p_kind not in ('plan.closed', 'plan.reopened', 'plan.not_started') then
    raise exception 'not yours to tell' using errcode = 'insufficient_privilege';
  end if;
  perform tell_of_plan(wanted, p_kind, p_kind || ':' || wanted || ':' || clock_timestamp());
end $$;

grant execute on function app.tell_in_plan(uuid, text) to portal_app;
