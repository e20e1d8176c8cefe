"""Hold rules of SIP that the application alone held: for whoever asks without it.

How long a basis decision may last, who names the few that see what is protected, who reads the
words of an objection, whom a plan's mail leads where, for whom a copy's key is kept, and that
figures are suppressed before they are handed out.
"""

from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

# The installation's own setting, written by `portal db upgrade` and by nobody else: portal_app has
# no right to the table at all.
LIMITS = """
create table app.basis_limit (
  id uuid primary key,
  code text not null,
  longest interval not null,
  constraint basis_limit_code_key unique (code),
  constraint basis_limit_longest_check check (longest > '0'::interval)
);
alter table app.basis_limit enable row level security, force row level security;
create policy maintain on app.basis_limit to portal_owner using (true) with check (true);
create policy authz on app.basis_limit to portal_authz using (true) with check (true);
grant select on app.basis_limit to portal_authz;
"""
LIMIT_FUNCTIONS = """
-- what the web server compares with its own settings before it starts
create function app.basis_limits() returns table (code text, longest interval)
language sql stable security definer set search_path = app, pg_temp as $$
  select code, longest from basis_limit
$$;

-- after refuse_past_basis has said when it was decided
create function app.refuse_beyond_limit() returns trigger
language plpgsql security definer set search_path = app, pg_temp as $$
begin
  if not pg_has_role(session_user, 'portal_owner', 'member')
    and not exists (select from basis_limit l
      where l.code = new.code and new.valid_to - new.decided_at <= l.longest)
  then raise exception 'longer than the ground allows' using errcode = 'check_violation'; end if;
  return new;
end $$;
"""
LIMIT_TRIGGER = """
create trigger within_limit before insert on app.basis_decision
  for each row execute function app.refuse_beyond_limit();
"""

# Nobody changes who sees what is protected but by app.protect.
SEERS = """
revoke update (sees_protected) on app.participant from portal_app;
revoke update (is_protected) on app.plan from portal_app;
grant update (sees_protected) on app.participant to portal_authz;
grant update (is_protected) on app.plan to portal_authz;
create policy joins_unnamed on app.participant as restrictive for insert to portal_app
  with check (not sees_protected);
"""
ENDING = """
create trigger leaves before update of ended_at on app.participant for each row
  when (new.ended_at is distinct from old.ended_at) execute function app.refuse_ending();
"""
NO_SEERS = """
drop policy joins_unnamed on app.participant;
revoke update (is_protected) on app.plan from portal_authz;
revoke update (sees_protected) on app.participant from portal_authz;
grant update (is_protected) on app.plan to portal_app;
grant update (sees_protected) on app.participant to portal_app;
"""
PROTECT = """
-- Whether I may say who sees: a handler, and once the plan is protected one of the named few. When
-- none of the handlers is named any longer any of them may: somebody has to.
create function app.may_protect(wanted uuid) returns boolean
language sql stable security definer set search_path = app, pg_temp as $$
  select wanted = any (my_cases()) and coalesce(
    (select not l.is_protected or count(p.id) = 0 or bool_or(p.account_id = my_account())
    from plan l left join participant p on p.plan_id = l.id and p.organisation_id = l.initiator_id
      and p.sees_protected and p.ended_at is null
    where l.id = wanted group by l.id), false)
$$;

-- Whether I may let somebody of my organisation leave. A handler who is named leaves by themself or
-- by another of the named, while they still work there: else whoever is not named would remove the
-- named and be free to name themself.
create function app.may_end(wanted uuid) returns boolean
language sql stable security definer set search_path = app, pg_temp as $$
  select exists (select from participant p join plan l on l.id = p.plan_id
    where p.id = wanted and p.plan_id = any (my_written_plans())
      and p.organisation_id = my_organisation()
      and (not l.is_protected or not p.sees_protected or p.organisation_id <> l.initiator_id
        or may_protect(l.id)
        or not exists (select from membership m
          join account a on a.id = m.account_id and a.disabled_at is null
          where m.account_id = p.account_id and m.organisation_id = p.organisation_id
            and m.role = 'caseworker' and m.ended_at is null)))
$$;

create function app.refuse_ending() returns trigger
language plpgsql security definer set search_path = app, pg_temp as $$
begin
  if not pg_has_role(session_user, 'portal_owner', 'member')
    and (old.ended_at is not null or not may_end(old.id))
  then raise exception 'not yours to end' using errcode = 'insufficient_privilege'; end if;
  return new;
end $$;

-- Turn the protection of a plan on or off and name those who see nonetheless; answers whether
-- anything changed.
create function app.protect(wanted uuid, is_on boolean, who_sees uuid[]) returns boolean
language plpgsql volatile security definer set search_path = app, pg_temp as $$
declare
  was_on boolean;
  named bigint;
begin
  select is_protected into was_on from plan where id = wanted for no key update;
  if not may_protect(wanted) then
    raise exception 'not yours to say' using errcode = 'insufficient_privilege';
  end if;
  if is_on and not exists (select from participant
    where plan_id = wanted and ended_at is null and id = any (who_sees))
  then raise exception 'somebody has to see' using errcode = 'check_violation'; end if;
  update participant p set sees_protected = is_on and p.id = any (who_sees)
  where p.plan_id = wanted and p.ended_at is null
    and p.sees_protected <> (is_on and p.id = any (who_sees));
  get diagnostics named = row_count;
  update plan set is_protected = is_on, changed_at = clock_timestamp()
  where id = wanted and (is_protected <> is_on or named > 0);
  return found;
end $$;
"""

# The words of an objection carry no category. app.read_plan alone hands them out: to the person
# and those who stand in for them, the handlers, and whoever wrote them.
WORDS = """
revoke select on app.plan_approval from portal_app;
grant select (id, county_id, plan_id, number, person_id, organisation_id, answer, how, recorded_by,
  at) on app.plan_approval to portal_app;
"""
NO_WORDS = """
revoke select (id, county_id, plan_id, number, person_id, organisation_id, answer, how,
  recorded_by, at) on app.plan_approval from portal_app;
grant select on app.plan_approval to portal_app;
"""

# Mail about a plan leads to a page of that plan or to a meeting, whoever queued it.
PATHS = """
alter table app.outbox add constraint outbox_path_check check (plan_id is null
  or path ~ ('^/(sip/plans|my-plan)/' || plan_id || '(/[a-z0-9-]+)*$')
  or path ~ '^/meetings/[0-9a-f-]{36}$');
"""
QUEUE = """
-- whoever consent has shut out has nothing to tell the others
create function app.enqueue_for(p_account uuid, p_kind text, p_path text, p_dedupe text,
  p_plan uuid, p_calendar jsonb, p_not_before timestamptz) returns integer
language plpgsql volatile security definer set search_path = app, pg_temp as $$
begin
  if not p_plan = any (seen_plans()) then
    raise exception 'not yours to write about' using errcode = 'insufficient_privilege';
  end if;
  return queue_for(p_account, p_kind, p_path, p_dedupe, p_plan, p_calendar, p_not_before);
end $$;
"""
ENQUEUE = "enqueue_for(uuid, text, text, text, uuid, jsonb, timestamptz)"
QUEUED = "queue_for(uuid, text, text, text, uuid, jsonb, timestamptz)"

COPY_KEYS = """
-- copies are kept by an organisation that takes part, never for the private people
create function app.refuse_unheld() returns trigger
language plpgsql security definer set search_path = app, pg_temp as $$
begin
  if not pg_has_role(session_user, 'portal_owner', 'member')
    and not exists (select from participant p where p.plan_id = new.plan_id
      and p.organisation_id = new.organisation_id and p.ended_at is null)
  then raise exception 'not yours to lock' using errcode = 'insufficient_privilege'; end if;
  return new;
end $$;
"""
COPY_KEY_TRIGGER = """
create trigger held before insert on app.copy_key
  for each row execute function app.refuse_unheld();
"""

# The figures leave the database with what is small held back: nobody asks for the sums of 0009.
SUPPRESSED = """
-- Counts with a row and a column of totals last; null where a number is held back. One from 1 to 4
-- is, and with it the other corners of a rectangle: then it could as well be larger by 5, the
-- corners that make up for it smaller, and everything that is shown would be the same. Of two
-- numbers in a line one shrinks by what the other grows; a number and the total of its line grow
-- together; the corner across is reached by two such steps. Of the rectangles whose shrinking
-- corners are 5 at least, the one that costs least: totals most, then how many, how much.
create function app.suppressed(counts bigint[])
returns table (line integer, choice integer, amount bigint)
language plpgsql immutable as $$
declare
  h integer := array_length(counts, 1) + 1;
  w integer := array_length(counts, 2) + 1;
  cells bigint[] := array_fill(0::bigint, array[h, w]);
  shown boolean[] := array_fill(true, array[h, w]);
  small record;
  chosen record;
begin
  for i in 1 .. h - 1 loop
    for j in 1 .. w - 1 loop
      cells[i][j] := counts[i][j];
      cells[i][w] := cells[i][w] + counts[i][j];
      cells[h][j] := cells[h][j] + counts[i][j];
      cells[h][w] := cells[h][w] + counts[i][j];
    end loop;
  end loop;
  for small in select i, j from generate_series(1, h) i cross join generate_series(1, w) j
    where cells[i][j] between 1 and 4 order by 1, 2
  loop
    shown[small.i][small.j] := false;
  end loop;
  for small in select i, j from generate_series(1, h) i cross join generate_series(1, w) j
    where cells[i][j] between 1 and 4 order by 1, 2
  loop
    select r, k into chosen
    from generate_series(1, h) r cross join generate_series(1, w) k
    cross join lateral (select small.i < h and r < h as moves, small.j < w and k < w as shifts) d
    -- the corners that are not held back already: across, below or above, and beside
    cross join lateral (select case when shown[r][k] then r * 1000 + k end as across,
      case when shown[r][small.j] then r * 1000 + small.j end as along,
      case when shown[small.i][k] then small.i * 1000 + k end as beside) c
    cross join lateral (select
      least(c.across, c.along, c.beside) as first, greatest(c.across, c.along, c.beside) as last,
      coalesce(c.across, 0) + coalesce(c.along, 0) + coalesce(c.beside, 0) as codes) o
    where r <> small.i and k <> small.j
      and (d.moves = d.shifts or cells[r][k] >= 5)
      and (not d.moves or cells[r][small.j] >= 5)
      and (not d.shifts or cells[small.i][k] >= 5)
    order by (c.across is not null and (r = h or k = w))::integer
        + (c.along is not null and (r = h or small.j = w))::integer
        + (c.beside is not null and (small.i = h or k = w))::integer,
      num_nonnulls(c.across, c.along, c.beside),
      case when c.across is null then 0 else cells[r][k] end
        + case when c.along is null then 0 else cells[r][small.j] end
        + case when c.beside is null then 0 else cells[small.i][k] end,
      o.first, o.codes - o.first - o.last, o.last
    limit 1;
    shown[chosen.r][chosen.k] := false;
    shown[chosen.r][small.j] := false;
    shown[small.i][chosen.k] := false;
  end loop;
  return query select i, j, case when shown[i][j] then cells[i][j] end
    from generate_series(1, h) i cross join generate_series(1, w) j order by 1, 2;
end $$;
"""
FIGURES = """
-- What may be shown of the plans whose need was found in `year`: a table for each measure, with
-- its sum as the choice 'all', the means that follow from a sum that is shown, and the county's
-- own line. None stands for organisations that have closed. The coordination group sees every
-- line; a municipality and a region the county's and its own, held back as in the whole table.
create function app.shown_figures(year integer)
returns table (organisation_id uuid, is_county boolean, measure text, choice text, amount numeric)
language sql stable security definer set search_path = app, pg_temp as $$
  with me as (
    select o.id, o.kind = 'coordination_group' as is_group from organisation o
    where o.id = my_organisation() and i_am('coordinator')
      and o.kind in ('coordination_group', 'municipality', 'region')),
  asked (measure, choices) as (values
    ('plans', array['preparing', 'running', 'closed', 'declined', 'not_started']),
    ('waited', array['short', 'longer', 'long']),
    ('present', array['yes', 'no']), ('called_came', array['yes', 'no']),
    ('owned', array['yes', 'no']), ('followed_up', array['yes', 'no']),
    ('survey', array['answers'])),
  means (measure, of, choice) as (values ('waited', 'waited_days', 'sum'),
    ('survey', 'survey', 'information'), ('survey', 'survey', 'participation'),
    ('survey', 'survey', 'cooperation'), ('survey', 'survey', 'meaning')),
  counted as materialized (
    select o.id, o.sort_key, f.measure, f.choice, sum(f.amount)::bigint as amount
    from sip_figures(shown_figures.year) f
    left join organisation o on o.id = f.organisation_id and o.closed_at is null
    group by o.id, o.sort_key, f.measure, f.choice),
  lines as (
    select a.measure, c.id, c.sort_key, array(select coalesce((select n.amount from counted n
        where n.id is not distinct from c.id and n.measure = a.measure and n.choice = x.choice), 0)
      from unnest(a.choices) with ordinality x (choice, place) order by x.place) as amounts
    from asked a join counted c on c.measure = a.measure and c.choice = any (a.choices)
    group by a.measure, a.choices, c.id, c.sort_key having sum(c.amount) > 0),
  tables as (
    select a.measure, a.choices, array_agg(l.id order by l.sort_key, l.id) as ids,
      coalesce(array_agg(l.amounts order by l.sort_key, l.id) filter (where l.measure is not null),
        array_fill(0::bigint, array[1, cardinality(a.choices)])) as counts,
      count(l.measure) as height
    from asked a left join lines l on l.measure = a.measure group by a.measure, a.choices),
  shown as materialized (
    select t.measure, coalesce(t.choices[s.choice], 'all') as choice, s.amount,
      s.line > array_length(t.counts, 1) as is_county,
      case when s.line <= t.height then t.ids[s.line] end as id
    from tables t cross join lateral suppressed(t.counts) s
    where s.line <= t.height or s.line > array_length(t.counts, 1))
  select s.id, s.is_county, s.measure, s.choice, s.amount::numeric
  from me join shown s on s.is_county or me.is_group or s.id = me.id
  union all
  select s.id, s.is_county, m.measure, m.choice, round((select sum(n.amount) from counted n
    where n.measure = m.of and n.choice = m.choice
      and (s.is_county or n.id is not distinct from s.id)) / nullif(s.amount, 0), 1)
  from me join shown s on s.is_county or me.is_group or s.id = me.id
  join means m on m.measure = s.measure
  where s.choice = 'all'
$$;
"""

FOR_APP = (
    "basis_limits()",
    "may_protect(uuid)",
    "may_end(uuid)",
    "protect(uuid, boolean, uuid[])",
    "shown_figures(integer)",
)
FOR_HELPERS = (
    "suppressed(bigint[])",
    "refuse_beyond_limit()",
    "refuse_unheld()",
    "refuse_ending()",
)


def upgrade() -> None:
    op.execute(LIMITS)
    op.execute(SEERS)
    op.execute(WORDS)
    op.execute(PATHS)
    op.execute("grant create on schema app to portal_authz; set role portal_authz")
    for functions in (LIMIT_FUNCTIONS, PROTECT, COPY_KEYS, SUPPRESSED, FIGURES):
        op.execute(functions)
    for function in (*FOR_APP, *FOR_HELPERS):
        op.execute(f"revoke execute on function app.{function} from public")
    for function in FOR_APP:
        op.execute(f"grant execute on function app.{function} to portal_app")
    op.execute(
        f"alter function app.{ENQUEUE} rename to queue_for;"
        f"revoke execute on function app.{QUEUED} from portal_app;{QUEUE}"
        f"revoke execute on function app.{ENQUEUE} from public;"
        f"grant execute on function app.{ENQUEUE} to portal_app;"
        "revoke execute on function app.sip_figures(integer) from portal_app"
    )
    op.execute("reset role; revoke create on schema app from portal_authz")
    op.execute(LIMIT_TRIGGER)
    op.execute(COPY_KEY_TRIGGER)
    op.execute(ENDING)


def downgrade() -> None:
    op.execute(
        "drop trigger held on app.copy_key; drop trigger within_limit on app.basis_decision;"
        "drop trigger leaves on app.participant"
    )
    op.execute("grant create on schema app to portal_authz; set role portal_authz")
    op.execute(
        f"drop function app.{ENQUEUE}; alter function app.{QUEUED} rename to enqueue_for;"
        f"grant execute on function app.{ENQUEUE} to portal_app;"
        "grant execute on function app.sip_figures(integer) to portal_app"
    )
    for function in (*FOR_APP, *FOR_HELPERS):
        op.execute(f"drop function app.{function}")
    op.execute("reset role; revoke create on schema app from portal_authz")
    op.execute("alter table app.outbox drop constraint outbox_path_check")
    op.execute(NO_WORDS)
    op.execute(NO_SEERS)
    op.execute("drop table app.basis_limit")
