"""Call together: mail about a plan to one of its people, what consent's end takes back, reminders.

Needs the guards of 0005: app.my_plans() is what the asker has a part in, app.opens() what consent
opens, app.is_grounded() whether a mail that waits may still be sent.
"""

from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

COLUMNS = """
alter table app.call_event add column reason text,
  add constraint call_event_reason_check
    check (reason in ('not_concerned', 'no_time', 'other_way', 'other'));
alter table app.attendance add column note_sealed bytea, add column cancelled_at timestamptz;
create index outbox_plan_id_idx on app.outbox (plan_id) where plan_id is not null;
grant update (note_sealed, cancelled_at) on app.attendance to portal_app;
grant insert on app.call_event to portal_authz;
grant update (status) on app.call to portal_authz;
grant update (status, revision, changed_at) on app.meeting to portal_authz;
grant update (cancelled_at) on app.attendance to portal_authz;
grant update (dead_at, last_error), delete on app.outbox to portal_authz;
"""

BACK = """
revoke update (dead_at, last_error), delete on app.outbox from portal_authz;
revoke update (cancelled_at) on app.attendance from portal_authz;
revoke update (status, revision, changed_at) on app.meeting from portal_authz;
revoke update (status) on app.call from portal_authz;
revoke insert on app.call_event from portal_authz;
revoke update (note_sealed, cancelled_at) on app.attendance from portal_app;
drop index app.outbox_plan_id_idx;
alter table app.attendance drop column note_sealed, drop column cancelled_at;
alter table app.call_event drop constraint call_event_reason_check, drop column reason;
"""

# Only the database knows whom it may write to, so it addresses the mail.
QUEUEING = """
-- who has a part in a plan, and for which organisation (none: for themselves)
create function app.addressees(wanted_plan uuid)
returns table (account_id uuid, organisation_id uuid)
language sql stable as $$
  select p.account_id, p.organisation_id from app.participant p
  where p.plan_id = wanted_plan and p.ended_at is null
  union
  select p.account_id, null::uuid from app.plan_person p
  where p.plan_id = wanted_plan and p.ended_at is null and p.account_id is not null
  union
  select m.account_id, c.organisation_id from app.call c
  join app.membership m on m.organisation_id = c.organisation_id and m.role = 'caseworker'
    and m.ended_at is null and (c.unit_id is null or m.unit_id is null or m.unit_id = c.unit_id)
  where c.plan_id = wanted_plan and c.status = 'sent'
$$;

create function app.enqueue_for(p_account uuid, p_kind text, p_path text, p_dedupe text,
  p_plan uuid, p_calendar jsonb, p_not_before timestamptz) returns integer
language plpgsql volatile security definer set search_path = app, pg_temp as $$
declare queued integer;
begin
  if not p_plan = any (my_plans()) then
    raise exception 'not yours to write about' using errcode = 'insufficient_privilege';
  end if;
  insert into outbox (id, county_id, account_id, plan_id, organisation_id, calendar, kind, path,
    dedupe, not_before)
  select gen_random_uuid(), l.county_id, a.id, l.id, t.organisation_id, p_calendar, p_kind, p_path,
    p_dedupe || ':' || a.id, coalesce(p_not_before, now())
  from plan l cross join addressees(p_plan) t
  join account a on a.id = t.account_id and a.disabled_at is null and a.email is not null
  where l.id = p_plan and a.id = p_account
  on conflict (dedupe) do nothing;
  get diagnostics queued = row_count;
  return queued;
end $$;

-- to everybody who may answer a call where it lies now
create function app.enqueue_called(p_call uuid, p_kind text, p_path text, p_dedupe text)
returns integer
language plpgsql volatile security definer set search_path = app, pg_temp as $$
declare queued integer;
begin
  -- whoever passed it on to another unit may not see it any more
  if not exists (select from call where id = p_call
    and (organisation_id = my_organisation() or plan_id = any (my_plans())))
  then raise exception 'not yours to write about' using errcode = 'insufficient_privilege'; end if;
  insert into outbox (id, county_id, account_id, plan_id, organisation_id, kind, path, dedupe,
    not_before)
  select distinct on (a.id) gen_random_uuid(), c.county_id, a.id, c.plan_id, c.organisation_id,
    p_kind, p_path, p_dedupe || ':' || a.id, now()
  from call c
  join membership m on m.organisation_id = c.organisation_id and m.role = 'caseworker'
    and m.ended_at is null and (c.unit_id is null or m.unit_id is null or m.unit_id = c.unit_id)
  join account a on a.id = m.account_id and a.disabled_at is null and a.email is not null
  where c.id = p_call and c.status = 'sent' and a.id is distinct from my_account()
  on conflict (dedupe) do nothing;
  get diagnostics queued = row_count;
  return queued;
end $$;

-- to the handlers of the case, from whoever answers a call
create function app.enqueue_handlers(p_call uuid, p_kind text, p_path text, p_dedupe text)
returns integer
language plpgsql volatile security definer set search_path = app, pg_temp as $$
declare queued integer;
begin
  if not exists (select from call where id = p_call and organisation_id = my_organisation()) then
    raise exception 'not yours to write about' using errcode = 'insufficient_privilege';
  end if;
  insert into outbox (id, county_id, account_id, plan_id, organisation_id, kind, path, dedupe,
    not_before)
  select gen_random_uuid(), c.county_id, a.id, c.plan_id, p.organisation_id, p_kind, p_path,
    p_dedupe || ':' || a.id, now()
  from call c join plan l on l.id = c.plan_id
  join participant p on p.plan_id = l.id and p.organisation_id = l.initiator_id
    and p.ended_at is null
  join account a on a.id = p.account_id and a.disabled_at is null and a.email is not null
  where c.id = p_call
  on conflict (dedupe) do nothing;
  get diagnostics queued = row_count;
  return queued;
end $$;

-- whom consent lets take part now: to be asked to a meeting
create function app.open_parties(wanted uuid) returns uuid[]
language sql stable security definer set search_path = app, pg_temp as $$
  select coalesce(array_agg(party), '{}') from (
    select p.organisation_id as party from participant p
    where p.plan_id = wanted and p.ended_at is null
      and opens(wanted, p.organisation_id, statement_timestamp())
    union
    select p.id from plan_person p where p.plan_id = wanted and p.ended_at is null
      and (owns(wanted, p.id, statement_timestamp())
        or opens(wanted, p.id, statement_timestamp()))) parties
  where wanted = any (seen_plans())
$$;
"""

# What follows from consent that has ended, in the transaction that ends it.
CLOSING = """
-- take one person's meeting out of their calendar, if it was ever put there
create function app.take_back(wanted uuid) returns integer
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

-- the same for a meeting that is off, or somebody who is no longer asked to it
create function app.cancel_calendar(wanted uuid) returns integer
language plpgsql volatile security definer set search_path = app, pg_temp as $$
begin
  if not exists (select from attendance where id = wanted and plan_id = any (my_plans())) then
    raise exception 'not yours to take back' using errcode = 'insufficient_privilege';
  end if;
  return take_back(wanted);
end $$;

create function app.close_plan(wanted uuid) returns integer
language plpgsql volatile as $$
declare
  one record;
  closed integer := 0;
begin
  for one in update app.call c set status = 'cancelled'
    where c.plan_id = wanted and c.status in ('sent', 'taken')
      and not app.opens(wanted, c.organisation_id, clock_timestamp())
    returning c.*
  loop
    insert into app.call_event (id, county_id, plan_id, call_id, step, at, by_name, organisation_id)
    values (gen_random_uuid(), one.county_id, wanted, one.id, 'cancelled', clock_timestamp(),
      'Samsyn', one.organisation_id);
    closed := closed + 1;
  end loop;
  -- without the plan's own consent there is nothing to meet about
  update app.meeting m set status = 'cancelled', revision = revision + 1, changed_at = now()
  where m.plan_id = wanted and m.status = 'planned' and not exists (
    select from app.consented(array[wanted], clock_timestamp()) where item = 'plan');
  for one in select a.*, m.status as meeting_status from app.attendance a
    join app.meeting m on m.id = a.meeting_id
    left join app.participant p on p.id = a.participant_id
    where a.plan_id = wanted and a.cancelled_at is null and m.ends_at > now()
      and m.status in ('planned', 'cancelled')
      and (m.status = 'cancelled'
        or not (coalesce(app.owns(wanted, a.person_id, clock_timestamp()), false)
          or app.opens(wanted, coalesce(p.organisation_id, a.person_id), clock_timestamp())))
  loop
    update app.attendance set cancelled_at = clock_timestamp() where id = one.id;
    if one.meeting_status = 'planned' then
      update app.meeting set revision = revision + 1 where id = one.meeting_id;
    end if;
    perform app.take_back(one.id);
    closed := closed + 1;
  end loop;
  return closed;
end $$;

create function app.close_ungrounded(wanted uuid) returns integer
language plpgsql volatile security definer set search_path = app, pg_temp as $$
begin
  if not wanted = any (my_plans()) then
    raise exception 'not yours to close' using errcode = 'insufficient_privilege';
  end if;
  return close_plan(wanted);
end $$;

-- what ended by the passing of time, so that nobody's act closed it: a consent or a mandate ran
-- out, or somebody's consent came to be needed
create function app.close_expired() returns integer
language sql volatile as $$
  select coalesce(sum(app.close_plan(p.plan_id)), 0)::integer from (
    select plan_id from app.consent_act
    where kind = 'grant' and valid_to between now() - interval '7 days' and now()
    union
    select plan_id from app.consenter
    where required_from between now() - interval '7 days' and now()
      or required_to between now() - interval '7 days' and now()
      or mandate_to between now() - interval '7 days' and now()) p
$$;
"""

REMINDERS = """
-- a plan's clock: as the parties of its agreement set it, or else as the county's defaults say
create function app.clock(municipality uuid, wanted text, defaults jsonb) returns interval
language sql stable as $$
  select make_interval(days => coalesce((select c.days from app.agreement_clock c
    where c.municipality_id = municipality and c.key = wanted), (defaults ->> wanted)::int))
$$;

create function app.reminders(defaults jsonb, t timestamptz)
returns table (plan_id uuid, organisation_id uuid, account_id uuid, kind text, path text,
  dedupe text)
language sql stable as $$
  with live as materialized (
    select l.id, l.initiator_id, app.clock(l.municipality_id, 'reminder_before', defaults) as ahead
    from app.plan l where l.phase not in ('closed', 'not_started')),
  handler as (
    select p.plan_id, p.organisation_id, p.account_id from app.participant p
    join live l on l.id = p.plan_id and l.initiator_id = p.organisation_id
    where p.ended_at is null),
  called as (
    select c.*, case when c.answer_by <= t then 'call.late' else 'call.near' end as due,
      c.id || ':' || case when c.answer_by <= t
        then extract(days from t - c.answer_by)::int / 7 else 0 end
        || ':' || coalesce(c.unit_id::text, '') as key
    from app.call c join live l on l.id = c.plan_id
    where c.status = 'sent' and c.answer_by - l.ahead <= t),
  doing as (
    select a.plan_id, a.id || ':' || a.due_on as key, p.organisation_id,
      coalesce(p.account_id, q.account_id) as account_id,
      case when a.due_on < (t at time zone 'Europe/Stockholm')::date
        then 'action.late' else 'action.near' end as due
    from app.action a join live l on l.id = a.plan_id
    left join app.participant p on p.id = a.responsible_id and p.ended_at is null
    left join app.plan_person q on q.id = a.person_id and q.ended_at is null
    where a.removed_at is null and a.status in ('not_started', 'in_progress')
      and a.due_on - l.ahead <= (t at time zone 'Europe/Stockholm')::date),
  expiring as (
    select g.id, g.plan_id, c.person_id from app.consent_act g
    join app.consenter c on c.id = g.consenter_id and c.required_from <= t
      and (c.required_to is null or t < c.required_to)
    join live l on l.id = g.plan_id
    where g.kind = 'grant' and t < g.valid_to and g.valid_to - 3 * l.ahead <= t
      and exists (select from unnest(g.items) i (item) where not exists (
        select from app.consent_act n where n.plan_id = g.plan_id and n.seq > g.seq
        and n.consenter_id = g.consenter_id and i.item = any (n.items)))
      and not exists (select from app.consent_act e where e.plan_id = g.plan_id
        and e.corrects = g.id))
  select c.plan_id, c.organisation_id, m.account_id, c.due,
    '/sip/plans/' || c.plan_id || '/calls/' || c.id, c.due || ':' || c.key
  from called c join app.membership m on m.organisation_id = c.organisation_id
    and m.role = 'caseworker' and m.ended_at is null
    and (c.unit_id is null or m.unit_id is null or m.unit_id = c.unit_id)
  union
  select c.plan_id, h.organisation_id, h.account_id, c.due,
    '/sip/plans/' || c.plan_id || '/calls/' || c.id, c.due || ':' || c.key
  from called c join handler h on h.plan_id = c.plan_id where c.due = 'call.late'
  union
  select a.plan_id, p.organisation_id, coalesce(p.account_id, q.account_id), 'meeting.near',
    '/meetings/' || m.id, 'meeting.near:' || a.id || ':' || extract(epoch from m.starts_at)::bigint
  from app.meeting m join live l on l.id = m.plan_id
  join app.attendance a on a.meeting_id = m.id and a.cancelled_at is null
    and a.reply <> 'not_coming'
  left join app.participant p on p.id = a.participant_id and p.ended_at is null
  left join app.plan_person q on q.id = a.person_id and q.ended_at is null
  where m.status = 'planned' and t < m.starts_at and m.starts_at - l.ahead <= t
  union
  select d.plan_id, d.organisation_id, d.account_id, d.due,
    case when d.organisation_id is null then '/my-plan/' else '/sip/plans/' end || d.plan_id,
    d.due || ':' || d.key
  from doing d
  union
  select f.plan_id, p.organisation_id, p.account_id,
    case when f.due_on < (t at time zone 'Europe/Stockholm')::date
      then 'follow_up.late' else 'follow_up.near' end,
    '/sip/plans/' || f.plan_id || '/meetings',
    case when f.due_on < (t at time zone 'Europe/Stockholm')::date
      then 'follow_up.late:' else 'follow_up.near:' end || f.id || ':' || f.due_on
  from app.follow_up f join live l on l.id = f.plan_id
  join app.participant p on p.id = f.holder_id and p.ended_at is null
  where f.held_on is null and f.due_on - l.ahead <= (t at time zone 'Europe/Stockholm')::date
  union
  select e.plan_id, h.organisation_id, h.account_id, 'consent.near',
    '/sip/plans/' || e.plan_id || '/consent', 'consent.near:' || e.id
  from expiring e join handler h on h.plan_id = e.plan_id
  union
  select e.plan_id, null, q.account_id, 'consent.near', '/my-plan/' || e.plan_id || '/who-may-see',
    'consent.near:' || e.id
  from expiring e join app.plan_person q on q.id = e.person_id and q.ended_at is null
$$;

-- queue what is due and was not queued before; nothing to anybody without ground
create function app.remind(defaults jsonb) returns integer
language plpgsql volatile security definer set search_path = app, pg_temp as $$
declare
  queued uuid[];
begin
  perform close_expired();
  with new as (
    insert into outbox (id, county_id, account_id, plan_id, organisation_id, kind, path, dedupe,
      not_before)
    select distinct on (r.dedupe, a.id) gen_random_uuid(), l.county_id, a.id, r.plan_id,
      r.organisation_id, r.kind, r.path, r.dedupe || ':' || a.id, now()
    from reminders(defaults, now()) r join plan l on l.id = r.plan_id
    join account a on a.id = r.account_id and a.disabled_at is null and a.email is not null
    on conflict (dedupe) do nothing returning id)
  select coalesce(array_agg(id), '{}') into queued from new;
  delete from outbox where id = any (queued) and not is_grounded(id);
  queued := array(select id from outbox where id = any (queued));
  insert into call_event (id, county_id, plan_id, call_id, step, at, by_name, organisation_id)
  select distinct on (c.id) gen_random_uuid(), c.county_id, c.plan_id, c.id, 'reminded', now(),
    'Samsyn', c.organisation_id
  from outbox o join call c on c.id = split_part(o.dedupe, ':', 2)::uuid
  where o.id = any (queued) and o.kind in ('call.near', 'call.late');
  return cardinality(queued);
end $$;
"""

FOR_APP = (
    "enqueue_for(uuid, text, text, text, uuid, jsonb, timestamptz)",
    "enqueue_called(uuid, text, text, text)",
    "enqueue_handlers(uuid, text, text, text)",
    "open_parties(uuid)",
    "cancel_calendar(uuid)",
    "close_ungrounded(uuid)",
)
INNER = (
    "remind(jsonb)",
    "reminders(jsonb, timestamptz)",
    "clock(uuid, text, jsonb)",
    "close_expired()",
    "close_plan(uuid)",
    "take_back(uuid)",
    "addressees(uuid)",
)


def upgrade() -> None:
    op.execute(COLUMNS)
    op.execute("grant create on schema app to portal_authz; set role portal_authz")
    for functions in (QUEUEING, CLOSING, REMINDERS):
        op.execute(functions)
    op.execute("revoke execute on all functions in schema app from public")
    for function in FOR_APP:
        op.execute(f"grant execute on function app.{function} to portal_app")
    op.execute("grant execute on function app.remind(jsonb) to portal_worker")
    op.execute("reset role; revoke create on schema app from portal_authz")


def downgrade() -> None:
    op.execute("set role portal_authz")
    for function in (*FOR_APP, *INNER):
        op.execute(f"drop function app.{function}")
    op.execute("reset role")
    op.execute(BACK)
