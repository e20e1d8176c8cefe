-- A stand-in's part in a plan is over: what is theirs to do there goes back to whom they stood in for,
-- or to somebody else of the organisation. Where nobody else of it is left they stay for good.
create or replace function app.end_standing_in(part app.participant) returns void
language plpgsql volatile as $$
declare
  here uuid := (select p.id from app.participant p where p.plan_id = part.plan_id
    and p.organisation_id = part.organisation_id and p.id <> part.id and p.ended_at is null
    and p.until_on is null
    order by p.id <> part.succeeds_id, p.joined_at, p.id limit 1);
begin
  if here is null then
    update app.participant set until_on = null where id = part.id;
    return;
  end if;
  perform app.pass_on(part.id, here);
  update app.participant set ended_at = now() where id = part.id;
  insert into app.audit_entry (id, county_id, stream, organisation_id, account_id, session_id,
    action, subject_kind, subject_id, details)
  values (gen_random_uuid(), part.county_id, part.plan_id, part.organisation_id,
    coalesce(app.my_account(), part.account_id), app.my_session(), 'plan.participant_ended',
    'Participant', part.id, '{}');
end $$;
