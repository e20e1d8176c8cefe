-- Take somebody out of a plan, and give their place and what they were to do in it to a colleague. Who
-- only stood in there goes. Answers how much was to be done.
create or replace function app.give_part(part app.participant, successor uuid) returns integer
language plpgsql volatile as $$
declare
  place uuid;
  moved integer;
begin
  perform app.hold_key(part.plan_id);
  if part.until_on is not null then
    perform app.end_standing_in(part);
    select * into part from app.participant p where p.id = part.id and p.ended_at is null;
    if not found then return 0; end if;
  end if;
  select p.id into place from app.participant p where p.plan_id = part.plan_id
    and p.organisation_id = part.organisation_id and p.account_id = successor
    and p.ended_at is null;
  if place is null then
    insert into app.participant (id, county_id, plan_id, organisation_id, account_id, name, title,
      sees_protected, joined_at, succeeds_id)
    select gen_random_uuid(), part.county_id, part.plan_id, part.organisation_id, a.id, a.name, '',
      false, now(), part.id
    from app.account a where a.id = successor
    returning id into place;
  else
    update app.participant set until_on = null where id = place;
  end if;
  moved := app.pass_on(part.id, place);
  update app.participant set ended_at = now() where id = part.id;
  insert into app.audit_entry (id, county_id, stream, organisation_id, account_id, session_id,
    action, subject_kind, subject_id, details)
  values (gen_random_uuid(), part.county_id, part.plan_id, part.organisation_id, app.my_account(),
    app.my_session(), 'plan.handed_over', 'Participant', part.id,
    '{"moved":' || moved || ',"successor":"' || place || '"}');
  perform app.tell_of_plan(part.plan_id, 'plan.handed_over', 'plan.handed_over:' || part.id);
  return moved;
end $$;
