-- Let nothing of a plan that I handle reach somebody in it, from now on: it is closed to them, they are
-- asked to no meeting, their codes are of no use and no mail goes to them, not even that a meeting is
-- off. What anybody has consented to is as it was, and nobody else is told. Never whose the plan is.
-- Of somebody whose say counts (app.has_say()) it is stated why, and by when another handler confirms
-- it, within a week; it holds whether or not that is done. Answers whether anything changed; the same `its_id` once.
create or replace function app.keep_out(wanted uuid, person uuid, its_id uuid, reason bytea,
  due date) returns boolean
language plpgsql volatile security definer set search_path = app, pg_temp as $$
begin
  if not wanted = any (my_cases()) then
    raise exception 'not yours to keep out' using errcode = 'insufficient_privilege';
  end if;
  if not exists (select from plan_person p
    where p.id = person and p.plan_id = wanted and p.kind <> 'subject')
  then raise exception 'nobody to keep out' using errcode = 'insufficient_privilege'; end if;
  if is_kept_out(person) or exists (select from kept_out k where k.id = its_id) then return false;
  end if;
  if has_say(wanted, person) <> (reason is not null) then
    raise exception 'why is said of whose say counts' using errcode = 'check_violation';
  end if;
  if due is not null and due - (statement_timestamp() at time zone 'Europe/Stockholm')::date not between 0 and 7 then
    raise exception 'confirmed within a week' using errcode = 'check_violation';
  end if;
  insert into kept_out (id, county_id, plan_id, from_party, person_id, recorded_by, recorded_at,
    reason_sealed, kept_by, confirm_by)
  select its_id, p.county_id, p.plan_id, my_organisation(), p.id, my_name(), clock_timestamp(),
    reason, case when reason is not null then my_account() end, due
  from plan_person p where p.id = person;
  update attendance a set cancelled_at = clock_timestamp() from meeting m
  where m.id = a.meeting_id and a.plan_id = wanted and a.cancelled_at is null
    and (a.person_id = person or a.participant_id in (select t.id from participant t
      join plan_person p on p.plan_id = t.plan_id and p.account_id = t.account_id
      where p.id = person))
    and m.status = 'planned' and m.ends_at > now();
  update invitation i set revoked_at = now()
  where i.plan_person_id = person and i.used_at is null and i.revoked_at is null;
  update outbox o set dead_at = now(), last_error = 'taken back'
  from plan_person p
  where p.id = person and o.plan_id = p.plan_id and o.account_id = p.account_id
    and o.organisation_id is null and o.sent_at is null and o.dead_at is null
    and o.lease_until is null;
  return true;
end $$;

grant execute on function app.keep_out(uuid, uuid, uuid, bytea, date) to portal_app;
