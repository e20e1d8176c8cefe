-- Take one person's meeting out of their calendar, if it was ever put there; answers how many
-- mails.
create or replace function app.take_back(wanted uuid) returns integer
language plpgsql volatile as $$
declare queued integer;
begin
  update app.outbox o set dead_at = now(), last_error = 'taken back'
  from app.attendance a
  where a.id = wanted and o.plan_id = a.plan_id and o.calendar ->> 'uid' = a.calendar_uid
    and o.calendar ->> 'method' = 'REQUEST' and o.sent_at is null and o.dead_at is null
    and o.lease_until is null;
  insert into app.outbox (id, county_id, account_id, plan_id, organisation_id, calendar, kind,
    path, dedupe, not_before)
  select distinct on (o.account_id) gen_random_uuid(), o.county_id, o.account_id, o.plan_id,
    o.organisation_id, o.calendar || jsonb_build_object('method', 'CANCEL', 'revision', m.revision),
    'meeting.cancelled', o.path, 'meeting.cancelled:' || a.id || ':' || m.revision, now()
  from app.attendance a join app.meeting m on m.id = a.meeting_id
  join app.outbox o on o.plan_id = a.plan_id and o.calendar ->> 'uid' = a.calendar_uid
    and o.calendar ->> 'method' = 'REQUEST' and o.dead_at is null
  where a.id = wanted
  order by o.account_id, (o.calendar ->> 'revision')::int desc
  on conflict (dedupe) do nothing;
  get diagnostics queued = row_count;
  return queued;
end $$;
