-- Take somebody of the administrator's organisation out of every plan, and give to a colleague what
-- they were to do there: the plan held together, meetings, follow-ups, measures, and the place of
-- the organisation itself. Consent is to organisations, and so the colleague sees what the other
-- saw; nobody becomes one of the few who see what is protected. Answers in how many
-- plans, as app.give_parts() does.
create or replace function app.hand_over(leaving uuid, successor uuid) returns integer
language plpgsql volatile security definer set search_path = app, pg_temp as $$
begin
  if not i_am('administrator')
  then raise exception 'not yours to hand over' using errcode = 'insufficient_privilege'; end if;
  return give_parts(leaving, successor, null);
end $$;

grant execute on function app.hand_over(uuid, uuid) to portal_app;
