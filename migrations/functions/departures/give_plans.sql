-- Give my place in these plans to a colleague for good, as app.hand_over() does with all of
-- somebody's. The colleague is told. Where I only stand in the place is not mine to give. Answers in
-- how many plans.
create or replace function app.give_plans(successor uuid, plans uuid[]) returns integer
language plpgsql volatile security definer set search_path = app, pg_temp as $$
declare
  mine uuid := my_organisation();
  me uuid := my_account();
  part participant;
  total integer := 0;
begin
  if not i_am('caseworker') or successor = me or not exists (select from membership m
    join account a on a.id = m.account_id and a.disabled_at is null
    where m.account_id = successor and m.organisation_id = mine and m.role = 'caseworker'
      and m.ended_at is null)
  then raise exception 'not yours to hand over' using errcode = 'insufficient_privilege'; end if;
  for part in select p.* from participant p where p.account_id = me and p.organisation_id = mine
    and p.ended_at is null and p.until_on is null and p.plan_id = any (plans) order by p.plan_id
  loop
    perform give_part(part, successor);
    total := total + 1;
  end loop;
  perform run_stand_ins();
  return total;
end $$;

grant execute on function app.give_plans(uuid, uuid[]) to portal_app;
