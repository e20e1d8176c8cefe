"""Let the plan follow consent, and let each organisation review who of its staff has read."""

from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

HELPERS = """
-- The phase follows the ledger, whoever has spoken: asked for consent, the case waits for it, and
-- when everybody has given it the work is prepared. It goes no further by this.
create function app.follow_consent(wanted uuid) returns void
language plpgsql volatile security definer set search_path = app, pg_temp as $$
declare
  t timestamptz := clock_timestamp();
begin
  if not wanted = any (case_plans()) then
    raise exception 'not yours to change' using errcode = 'insufficient_privilege';
  end if;
  update plan p set phase = 'consent', phase_at = t, changed_at = t
  where p.id = wanted and p.phase in ('need', 'not_started')
    and exists (select from consent_act a where a.plan_id = p.id and a.kind = 'ask'
      and 'plan' = any (a.items) and a.at >= p.phase_at);
  update plan p set phase = 'preparing', phase_at = t, changed_at = t
  where p.id = wanted and p.phase = 'consent'
    and exists (select from consented(array[wanted], t) g where g.item = 'plan');
end $$;

-- What staff of my organisation have read in plans, for its reviewer. A reader has a task when the
-- plan gives them something to do: the case itself, a measure, a call, a meeting, a follow-up.
create function app.staff_readings(since timestamptz, until timestamptz)
returns table (id uuid, at timestamptz, account_id uuid, name text, unit text, plan_id uuid,
  case_number text, what text, ground text[], has_task boolean)
language sql stable security definer set search_path = app, pg_temp as $$
  select e.id, e.at, e.account_id, a.name, u.name, e.stream, l.case_number, d.details ->> 'what',
    array(select jsonb_array_elements_text(d.details -> 'ground')),
    exists (select from participant p where p.plan_id = e.stream and p.account_id = e.account_id
        and p.organisation_id = e.organisation_id and p.joined_at <= e.at + interval '1 hour'
        and (p.ended_at is null or e.at < p.ended_at)
        and (l.initiator_id = p.organisation_id or l.coordinator_id = p.id
          or exists (select from action x where x.plan_id = p.plan_id and x.responsible_id = p.id)
          or exists (select from call c where c.plan_id = p.plan_id and c.taken_by = p.id)
          or exists (select from meeting m where m.plan_id = p.plan_id and m.chair_id = p.id)
          or exists (select from attendance s where s.plan_id = p.plan_id
            and s.participant_id = p.id)
          or exists (select from follow_up f where f.plan_id = p.plan_id and f.holder_id = p.id)))
      or exists (select from call c where c.plan_id = e.stream and c.organisation_id =
        e.organisation_id and c.sent_at <= e.at and (c.answered_at is null or e.at <
        c.answered_at + interval '1 hour'))
  from audit_entry e cross join lateral (select e.details::jsonb) d (details)
  join account a on a.id = e.account_id
  join plan l on l.id = e.stream
  left join unit u on u.id = (d.details ->> 'unit')::uuid
  where e.organisation_id = my_organisation() and i_am('reviewer')
    and e.action in ('plan.read', 'copy.read', 'copy.key') and e.at >= since and e.at < until
  order by e.at desc, e.id desc
$$;

-- What has been disclosed of a plan, by whose staff and how often: for those who handle the case to
-- tell the person, who sees each reading by name. What the plan's owner reads is no disclosure.
create function app.disclosures(wanted uuid)
returns table (organisation text, first_at timestamptz, last_at timestamptz, times bigint,
  what text[])
language sql stable security definer set search_path = app, pg_temp as $$
  select o.name, min(e.at), max(e.at), count(*), array_agg(distinct d.details ->> 'what')
  from audit_entry e cross join lateral (select e.details::jsonb) d (details)
  join organisation o on o.id = e.organisation_id
  where e.stream = wanted and wanted = any (case_plans())
    and e.action in ('plan.read', 'copy.read', 'copy.key')
    and not (o.kind = 'individuals' and d.details -> 'ground' ? 'own')
  group by o.id, o.name order by max(e.at) desc, o.id
$$;

-- Mail to the reviewers of each organisation whose staff have read plans and whose last review is
-- older than `days`. The same days ask once.
create function app.remind_reviewers(days integer) returns integer
language plpgsql volatile security definer set search_path = app, pg_temp as $$
declare
  queued integer;
begin
  insert into outbox (id, county_id, account_id, kind, path, dedupe, not_before)
  select gen_random_uuid(), o.county_id, m.account_id, 'readings.review', '/log/readings',
    'readings.review:' || o.id || ':' || due.first_day || ':' || m.account_id, now()
  from organisation o
  cross join lateral (
    select coalesce((select max(r.last_day) + 1 from read_review r where r.organisation_id = o.id),
      (select min(e.at)::date from audit_entry e where e.organisation_id = o.id
        and e.action = 'plan.read')) as first_day) due
  join membership m on m.organisation_id = o.id and m.role = 'reviewer' and m.ended_at is null
  join account a on a.id = m.account_id and a.disabled_at is null and a.email is not null
  where o.closed_at is null and o.kind <> 'individuals'
    and due.first_day <= (now() at time zone 'Europe/Stockholm')::date - days
  group by o.county_id, o.id, due.first_day, m.account_id
  on conflict (dedupe) do nothing;
  get diagnostics queued = row_count;
  return queued;
end $$;
"""

# the phase is moved for somebody who may not move it themself only by follow_consent()
CASE_FIELDS = """
drop trigger case_fields on app.plan;
create trigger case_fields before update on app.plan for each row {when}
  execute function app.refuse_case_fields();
"""


def upgrade() -> None:
    op.execute(
        "grant update (phase, phase_at) on app.plan to portal_authz;"
        "grant select on app.read_review, app.attendance, app.meeting to portal_authz"
    )
    op.execute("grant create on schema app to portal_authz; set role portal_authz")
    op.execute(HELPERS)
    op.execute(
        "revoke execute on function app.follow_consent(uuid),"
        " app.staff_readings(timestamptz, timestamptz), app.disclosures(uuid),"
        " app.remind_reviewers(integer) from public;"
        "grant execute on function app.follow_consent(uuid), app.disclosures(uuid),"
        " app.staff_readings(timestamptz, timestamptz) to portal_app;"
        "grant execute on function app.remind_reviewers(integer) to portal_worker"
    )
    op.execute("reset role; revoke create on schema app from portal_authz")
    op.execute(CASE_FIELDS.format(when="when (current_user <> 'portal_authz')"))


def downgrade() -> None:
    op.execute(CASE_FIELDS.format(when=""))
    op.execute(
        "set role portal_authz;"
        "drop function app.follow_consent(uuid), app.staff_readings(timestamptz, timestamptz),"
        " app.disclosures(uuid), app.remind_reviewers(integer); reset role;"
        "revoke update (phase, phase_at) on app.plan from portal_authz"
    )
