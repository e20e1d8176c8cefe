-- What one participant was to do in a plan is another's from now on, of the same organisation: to
-- hold the plan together, coming meetings, follow-ups and measures. Answers how much that was.
create or replace function app.pass_on(leaving uuid, successor uuid) returns integer
language plpgsql volatile as $$
declare
  here uuid := (select plan_id from app.participant where id = leaving);
  asked app.attendance;
  place uuid;
  done integer;
  total integer := 0;
begin
  update app.plan set coordinator_id = successor, version = version + 1,
    changed_at = clock_timestamp()
  where id = here and coordinator_id = leaving and phase not in ('closed', 'not_started');
  get diagnostics done = row_count; total := total + done;
  update app.follow_up set holder_id = successor
  where plan_id = here and holder_id = leaving and held_on is null;
  get diagnostics done = row_count; total := total + done;
  update app.action set responsible_id = successor, version = version + 1,
    changed_at = clock_timestamp(), changed_by = coalesce(app.my_name(), changed_by)
  where plan_id = here and responsible_id = leaving and removed_at is null
    and status not in ('done', 'stopped');
  get diagnostics done = row_count; total := total + done;
  update app.meeting set chair_id = successor, changed_at = clock_timestamp()
  where plan_id = here and chair_id = leaving and status = 'planned' and ends_at > now();
  get diagnostics done = row_count; total := total + done;
  for asked in select a.* from app.attendance a join app.meeting m on m.id = a.meeting_id
    where a.plan_id = here and a.participant_id = leaving and a.cancelled_at is null
      and m.status = 'planned' and m.ends_at > now()
  loop
    update app.attendance set cancelled_at = now() where id = asked.id;
    perform app.take_back(asked.id);
    total := total + 1;
    insert into app.attendance (id, county_id, plan_id, meeting_id, participant_id, calendar_uid,
      reply)
    values (gen_random_uuid(), asked.county_id, here, asked.meeting_id, successor,
      gen_random_uuid(), 'none')
    on conflict (meeting_id, participant_id) do update set cancelled_at = null
      where app.attendance.cancelled_at is not null
    returning id into place;
    if place is null then continue; end if;
    insert into app.outbox (id, county_id, account_id, plan_id, organisation_id, calendar, kind,
      path, dedupe, not_before)
    select gen_random_uuid(), p.county_id, p.account_id, here, p.organisation_id,
      jsonb_build_object('method', 'REQUEST', 'uid', a.calendar_uid, 'revision', m.revision,
        'start', m.starts_at, 'end', m.ends_at),
      'meeting.planned', '/meetings/' || m.id,
      'meeting.planned:' || a.id || ':' || m.revision || ':' || p.account_id, now()
    from app.attendance a join app.meeting m on m.id = a.meeting_id
    join app.participant p on p.id = a.participant_id
    join app.account c on c.id = p.account_id and c.disabled_at is null and c.email is not null
    where a.id = place
    on conflict (dedupe) do nothing;
  end loop;
  return total;
end $$;
