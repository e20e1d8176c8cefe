-- Give my place in these plans to a colleague for good, as app.hand_over() does with all of
-- somebody's. Those who are in them are told. Answers in how many plans, as
-- app.give_parts() does.
create or replace function app.give_plans(successor uuid, plans uuid[]) returns integer
language plpgsql volatile security definer set search_path = app, pg_temp as $$
begin
  if not i_am('caseworker') or plans is null
  then raise exception 'not yours to hand over' using errcode = 'insufficient_privilege'; end if;
  return give_parts(my_account(), successor, plans);
end $$;

grant execute on function app.give_plans(uuid, uuid[]) to portal_app;
