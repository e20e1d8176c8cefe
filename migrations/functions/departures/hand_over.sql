-- Take somebody of the administrator's organisation out of every plan, and give to a colleague what
-- they were to do there: the plan held together, meetings, follow-ups, measures, and the place of
-- the organisation itself. Consent is to organisations, and so the colleague sees what the other
-- saw; nobody becomes one of the few who see what is protected. Answers in how many plans.
create or replace function app.hand_over(leaving uuid, successor uuid) returns integer
language plpgsql volatile security definer set search_path = app, pg_temp as $$
declare
  mine uuid := my_organisation();
  part participant;
  total integer := 0;
begin
  if not i_am('administrator') or leaving = successor or not exists (select from membership m
    join account a on a.id = m.account_id and a.disabled_at is null
    where m.account_id = successor and m.organisation_id = mine and m.role = 'caseworker'
      and m.ended_at is null)
  then raise exception 'not yours to hand over' using errcode = 'insufficient_privilege'; end if;
  for part in select p.* from participant p where p.account_id = leaving
    and p.organisation_id = mine and p.ended_at is null order by p.plan_id
  loop
    perform give_part(part, successor);
    total := total + 1;
  end loop;
  perform run_stand_ins();
  return total;
end $$;

grant execute on function app.hand_over(uuid, uuid) to portal_app;
