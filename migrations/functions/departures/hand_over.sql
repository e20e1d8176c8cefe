-- Take somebody of the administrator's organisation out of every plan, and give to a colleague what
-- they were to do there: the plan held together, meetings, follow-ups, measures, and the place of
-- the organisation itself. Consent is to organisations, and so the colleague sees what the other
-- saw; nobody becomes one of the few who see what is protected. Answers in how many plans.
create or replace function app.hand_over(leaving uuid, successor uuid) returns integer
language plpgsql volatile security definer set search_path = app, pg_temp as $$
declare
  mine uuid := my_organisation();
  part participant;
  place uuid;
  moved integer;
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
    perform hold_key(part.plan_id);
    select p.id into place from participant p where p.plan_id = part.plan_id
      and p.organisation_id = mine and p.account_id = successor and p.ended_at is null;
    if place is null then
      insert into participant (id, county_id, plan_id, organisation_id, account_id, name, title,
        sees_protected, joined_at, succeeds_id)
      select gen_random_uuid(), part.county_id, part.plan_id, mine, a.id, a.name, '', false, now(),
        part.id
      from account a where a.id = successor
      returning id into place;
    end if;
    moved := pass_on(part.id, place);
    update participant set ended_at = now() where id = part.id;
    insert into audit_entry (id, county_id, stream, organisation_id, account_id, session_id,
      action, subject_kind, subject_id, details)
    values (gen_random_uuid(), part.county_id, part.plan_id, mine, my_account(), my_session(),
      'plan.handed_over', 'Participant', part.id,
      '{"moved":' || moved || ',"successor":"' || place || '"}');
    perform tell_of_plan(part.plan_id, 'plan.handed_over', 'plan.handed_over:' || part.id);
    total := total + 1;
  end loop;
  return total;
end $$;

grant execute on function app.hand_over(uuid, uuid) to portal_app;
