"""Let a page of SIP be opened, logged and read in one statement, and its log rows be made at once.

Consent is then folded once a page: what a part may see, and the acts that rests on, come together.
"""

import re

from alembic import context, op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

# -- The log ---------------------------------------------------------------------------------------

# The formula of 0002, now in one place.
LINK = """
create function app.audit_link(previous bytea, stream uuid, seq bigint, at timestamptz, id uuid,
  county uuid, organisation uuid, account uuid, session uuid, action text, subject_kind text,
  subject uuid, details text) returns bytea
language sql stable as $$
  select sha256(previous || convert_to(concat_ws(chr(31), stream, seq,
    (extract(epoch from at) * 1000)::bigint, id, county, coalesce(organisation::text, '-'),
    coalesce(account::text, '-'), coalesce(session::text, '-'), action, subject_kind, subject,
    details), 'UTF8'))
$$;
"""
CHAIN = """
create or replace function app.chain_audit() returns trigger
language plpgsql security definer set search_path = app, pg_temp as $$
declare head audit_head;
begin
  insert into audit_head values (new.stream, 0, sha256(uuid_send(new.stream)))
    on conflict do nothing;
  select * into head from audit_head where stream = new.stream for update;
  new.seq := head.seq + 1;
  new.at := date_trunc('milliseconds', clock_timestamp());
  new.hash := audit_link(head.hash, new.stream, new.seq, new.at, new.id, new.county_id,
    new.organisation_id, new.account_id, new.session_id, new.action, new.subject_kind,
    new.subject_id, new.details);
  update audit_head set seq = new.seq, hash = new.hash where stream = new.stream;
  return new;
end $$;
"""

# Who may not say the number, time and hash of a row may not write them at all. The definer's
# functions may, and chain many rows in one statement; for everybody else, also the owner, the
# trigger does it.
COLUMNS = """
revoke insert on app.audit_entry from portal_app;
grant insert (id, county_id, stream, organisation_id, account_id, session_id, action, subject_kind,
  subject_id, details) on app.audit_entry to portal_app;
drop trigger chain on app.audit_entry;
create trigger chain before insert on app.audit_entry
  for each row when (new.hash is null or current_user <> 'portal_authz')
  execute function app.chain_audit();
"""

ALL_COLUMNS = """
drop trigger chain on app.audit_entry;
create trigger chain before insert on app.audit_entry
  for each row execute function app.chain_audit();
revoke insert (id, county_id, stream, organisation_id, account_id, session_id, action, subject_kind,
  subject_id, details) on app.audit_entry from portal_app;
grant insert on app.audit_entry to portal_app;
"""

# -- What somebody may see -------------------------------------------------------------------------

# Somebody's part in a plan and what consent makes of it now. `keys` are what of the content is
# theirs to see: "plan:source:category" that is disclosed, "plan:party" that their own party wrote,
# "plan" that is theirs altogether. `acts` and `decisions` are what it all rests on. `logged` is the
# number of the last row in the plan's log by then.
PART = """
create type app.part_seen as (plan_id uuid, party uuid, participant_id uuid, person_id uuid,
  sees_protected boolean, is_protected boolean, is_open boolean, is_owner boolean,
  is_handler boolean, is_called boolean, keys text[], acts uuid[], decisions uuid[],
  logged bigint);
"""

SIGHT = """
create function app.sight(only_plan uuid default null) returns setof app.part_seen
language plpgsql stable rows 20 set plan_cache_mode = force_generic_plan as $$
declare
  t timestamptz := statement_timestamp();
  narrow uuid := nullif(current_setting('app.plan', true), '');
  lowest uuid := coalesce(only_plan, narrow, '00000000-0000-0000-0000-000000000000');
  highest uuid := coalesce(narrow, only_plan, 'ffffffff-ffff-ffff-ffff-ffffffffffff');
  me record;
  plans uuid[];
begin
  if only_plan <> narrow then return; end if;
  select * into me from app.asking();
  if not found then return; end if;
  plans := array(select p.plan_id
    from app.parts(me.account_id, me.organisation_id, me.units, lowest, highest) p);
  if plans = '{}' then return; end if;
  return query
  with part as materialized (
    select p.*, num_nonnulls(p.participant_id, p.person_id) = 1 as takes_part,
      'invite:' || p.party as invitation, 'relative:' || p.party as kinship
    from app.parts(me.account_id, me.organisation_id, me.units, lowest, highest) p),
  given as materialized (
    select g.*, case when g.item ^@ 'share:' then split_part(g.item, ':', 3)::uuid end as addressee
    from app.consented(plans, t) g),
  told as (
    select p.plan_id, p.party, p.participant_id, p.person_id, p.sees_protected, p.is_subject,
      p.takes_part, coalesce(bool_or(g.item = 'plan'), false) as has_plan,
      coalesce(bool_or(g.item in (p.invitation, p.kinship)), false) as is_let_in,
      array_agg(p.plan_id || ':' || split_part(g.item, ':', 2) || ':' || split_part(g.item, ':', 4))
        filter (where g.addressee is not null) as shared,
      array_agg(g.acts) filter (where g.acts is not null and (p.takes_part or g.addressee is null))
        as acts
    from part p left join given g on g.plan_id = p.plan_id
      and (g.addressee = p.party or g.item in ('plan', p.invitation, p.kinship))
    group by p.plan_id, p.party, p.participant_id, p.person_id, p.sees_protected, p.is_subject,
      p.takes_part),
  based as materialized (
    select b.plan_id, b.to_party, array_agg(distinct b.id) as decisions,
      array_agg(b.plan_id || ':' || b.organisation_id || ':' || c.category) as keys
    from app.basis_decision b cross join unnest(b.categories) c (category)
    where b.plan_id = any (plans) and b.decided_at <= t and t < b.valid_to
      and (b.ended_at is null or t < b.ended_at)
    group by b.plan_id, b.to_party),
  judged as (
    select s.*, l.is_protected,
      s.takes_part and s.has_plan and (s.is_let_in or l.initiator_id = s.party) as is_open,
      s.is_subject or (s.person_id is not null and app.owns(s.plan_id, s.person_id, t)) as is_owner,
      s.participant_id is not null and l.initiator_id = s.party as is_handler
    from told s join app.plan l on l.id = s.plan_id)
  select j.plan_id, j.party, j.participant_id, j.person_id, j.sees_protected, j.is_protected,
    j.is_open, j.is_owner, j.is_handler, not j.takes_part and j.has_plan and j.is_let_in,
    case when j.takes_part then
      case when j.is_open then j.shared end || case when j.is_owner then array[j.plan_id::text] end
      || array[j.plan_id || ':' || j.party] || b.keys end,
    j.acts, b.decisions, coalesce(h.seq, 0)
  from judged j left join based b on b.plan_id = j.plan_id and b.to_party = j.party
  left join app.audit_head h on h.stream = j.plan_id;
end $$;
"""

DISCLOSURES = """
create or replace function app.my_disclosures() returns text[]
language sql stable security definer set search_path = app, pg_temp as $$
  select coalesce(array_agg(k.key), '{}') from sight() s cross join unnest(s.keys) k (key)
$$;
"""

# -- The door --------------------------------------------------------------------------------------

# The keys of these parts' plans, each with its row in the log: no row, no key. The row says what
# the reading rests on: acts and decisions, or that the plan or case is one's own. In the order of
# the streams, so that two readers never wait for each other. Whoever waited while something was
# done in the plan has to look anew: no reading stands in the log after what ended its consent.
HAND_OUT = """
create function app.hand_out(parts app.part_seen[], what text)
returns table (plan_id uuid, wrapped bytea, master_version integer, ground text[])
language plpgsql volatile rows 20 set search_path = app, pg_temp
set plan_cache_mode = force_generic_plan as $$
#variable_conflict use_column
declare
  plans uuid[] := array(select s.plan_id from unnest(parts) s);
  moved uuid[];
  me record;
begin
  select a.county_id, a.organisation_id, a.account_id, a.units[1] as unit,
    my_session() as session_id
  into me from asking() a;
  insert into audit_head (stream, seq, hash)
  select p.id, 0, sha256(uuid_send(p.id)) from unnest(plans) p (id)
  where not exists (select from audit_head h where h.stream = p.id)
  order by p.id on conflict do nothing;
  with head as materialized (
    select h.stream, h.seq from audit_head h where h.stream = any (plans)
    order by h.stream for update)
  select array_agg(h.stream) filter (where h.seq <> s.logged) into moved
  from head h left join unnest(parts) s on s.plan_id = h.stream;
  if moved is not null and exists (select from audit_entry e
    join unnest(parts) s on s.plan_id = e.stream and s.logged < e.seq
    where e.stream = any (moved) and e.action not in ('plan.read', 'copy.read', 'copy.key'))
  then raise exception 'changed meanwhile' using errcode = 'serialization_failure'; end if;
  return query
  with resting as (
    select s.plan_id, case when bool_or(s.is_owner) then '{own}'
      when bool_or(s.is_open or s.is_called)
        then array_agg(distinct a.id::text order by a.id::text)
          filter (where a.id is not null and (s.is_open or s.is_called))
      when bool_or(s.is_handler) then '{case}' else '{own}' end
      || coalesce(array_agg(distinct d.id::text order by d.id::text)
        filter (where d.id is not null), '{}') as ground
    from unnest(parts) s left join lateral unnest(s.acts) a (id) on true
    left join lateral unnest(s.decisions) d (id) on true
    group by s.plan_id),
  entry as materialized (
    select e.*, audit_link(e.previous, e.stream, e.seq, e.at, e.id, me.county_id,
      me.organisation_id, me.account_id, me.session_id, 'plan.read', 'Plan', e.stream, e.details)
      as hash
    from (
      select gen_random_uuid() as id, r.plan_id as stream, h.seq + 1 as seq, h.hash as previous,
        date_trunc('milliseconds', clock_timestamp()) as at, k.wrapped, k.master_version, r.ground,
        reading_details(r.ground, me.unit, what) as details
      from resting r
      join plan_key k on k.plan_id = r.plan_id and k.wrapped is not null
      join audit_head h on h.stream = r.plan_id) e),
  noted as (
    insert into audit_entry (id, county_id, stream, seq, at, organisation_id, account_id,
      session_id, action, subject_kind, subject_id, details, hash)
    select e.id, me.county_id, e.stream, e.seq, e.at, me.organisation_id, me.account_id,
      me.session_id, 'plan.read', 'Plan', e.stream, e.details, e.hash from entry e
    returning stream, seq, hash),
  chained as (
    update audit_head h set seq = n.seq, hash = n.hash from noted n where h.stream = n.stream)
  select n.stream, e.wrapped, e.master_version, e.ground
  from noted n join entry e on e.stream = n.stream;
end $$;
"""

# As before, and with the plan's own row beside its key.
UNLOCK = """
create function app.unlock(plans uuid[], what text)
returns table (plan_id uuid, wrapped bytea, master_version integer, is_open boolean,
  is_owner boolean, is_handler boolean, participant_id uuid, person_id uuid, party uuid,
  sees_protected boolean, ground text[], plan jsonb)
language plpgsql volatile security definer set search_path = app, pg_temp
set plan_cache_mode = force_generic_plan as $$
#variable_conflict use_column
declare
  mine part_seen[] := array(
    select s from sight(case when cardinality(plans) = 1 then plans[1] end) s
    where case when plans is null then s.is_open or s.is_owner or s.is_handler
      else s.plan_id = any (plans)
        and (s.participant_id is not null or s.is_open or s.is_owner or s.is_called) end);
begin
  return query
  select s.plan_id, k.wrapped, k.master_version, s.is_open, s.is_owner, s.is_handler,
    s.participant_id, s.person_id, s.party, s.sees_protected, k.ground, to_jsonb(l)
  from hand_out(mine, what) k
  join (select distinct on (b.plan_id) b.* from unnest(mine) b
    order by b.plan_id, b.is_owner desc, b.is_open desc) s on s.plan_id = k.plan_id
  join plan l on l.id = k.plan_id;
end $$;
"""

# -- Pages -----------------------------------------------------------------------------------------

# Everything of a plan that these parts in it let through, as the policies of 0005 would; a property
# test holds them together. Free words of an approval have no category: they are for the
# person, the handlers and whoever wrote them.
PARTS = """
create function app.plan_parts(wanted uuid, mine app.part_seen[])
returns table (part text, content jsonb)
language plpgsql stable set search_path = app, pg_temp
set plan_cache_mode = force_generic_plan as $$
declare
  keys text[] := array(select k.key from unnest(mine) s cross join unnest(s.keys) k (key));
  parties uuid[] := array(select s.party from unnest(mine) s where s.keys is not null);
  is_in boolean := parties <> '{}';
  has_plan boolean;
  is_seen boolean;
  is_case boolean;
  sees_places boolean;
begin
  -- as my_plans(), seen_plans(), case_plans() and placing_plans() say
  select coalesce(bool_or(s.participant_id is not null or s.is_open or s.is_owner or s.is_called),
      false),
    coalesce(bool_or(s.is_open or s.is_owner or s.is_handler), false),
    coalesce(bool_or(s.is_owner or s.is_handler), false),
    coalesce(bool_or(s.is_owner or (s.is_open and (s.sees_protected or not s.is_protected))), false)
  into has_plan, is_seen, is_case, sees_places from unnest(mine) s;
  return query
  with texts as materialized (
    select * from plan_text x where x.plan_id = wanted and is_in and x.removed_at is null
      and array[x.disclosure, wanted || ':' || x.from_party, wanted::text] && keys),
  goals as materialized (
    select * from goal x where x.plan_id = wanted and is_in and x.removed_at is null
      and array[x.disclosure, wanted || ':' || x.from_party, wanted::text] && keys),
  actions as materialized (
    select * from action x where x.plan_id = wanted and is_in and x.removed_at is null
      and array[x.disclosure, wanted || ':' || x.from_party, wanted::text] && keys),
  participants as materialized (
    select * from participant x where x.plan_id = wanted
      and (is_seen or x.organisation_id = any (parties))),
  approvals as materialized (
    select * from plan_approval x where x.plan_id = wanted and is_seen),
  copies as materialized (
    select * from plan_copy x where x.plan_id = wanted and x.organisation_id = any (parties)),
  named as (
    select from_party as id from texts union select from_party from goals
    union select from_party from actions union select organisation_id from actions
    union select organisation_id from participants union select organisation_id from approvals
    union select organisation_id from copies
    union select unnest(array[l.initiator_id, l.lead_principal_id]) from plan l
    where l.id = wanted and has_plan)
  select 'texts', to_jsonb(x) - 'disclosure' from texts x
  union all select 'goals', to_jsonb(x) - 'disclosure' from goals x
  union all select 'actions', to_jsonb(x) - 'disclosure' from actions x
  union all select 'participants', to_jsonb(x) from participants x
  union all select 'copies', to_jsonb(x) - 'content_sealed' from copies x
  union all
  select 'approvals', case when is_case or array[x.organisation_id, x.person_id] && parties
      then to_jsonb(x) else to_jsonb(x) || '{"comment_sealed": null}' end
    from approvals x
  union all
  select 'organisations', jsonb_build_object('id', o.id, 'name', o.name)
    from organisation o where o.id in (select n.id from named n)
  union all
  select 'people', to_jsonb(x) - array['personnummer_sealed', 'personnummer_index']
    from plan_person x where x.plan_id = wanted and (is_seen or x.id = any (parties))
  union all
  select 'placings', to_jsonb(x) from plan_placing x
    where x.plan_id = wanted and sees_places and x.kind <> 'contact'
  union all
  select 'follow_ups', to_jsonb(x) from follow_up x where x.plan_id = wanted and is_seen
  union all
  select 'meetings', to_jsonb(x) from meeting x
    where x.plan_id = wanted and is_seen and x.status = 'planned'
  union all
  select 'versions', to_jsonb(x) from plan_version x where x.plan_id = wanted and is_seen
  union all
  select 'invited', to_jsonb(split_part(g.item, ':', 2))
    from consented(array[wanted], statement_timestamp()) g
    where is_seen and g.item like 'invite:%'
  union all
  select 'last_change', to_jsonb(coalesce(max(x.seq), 0)) from plan_change x
    where x.plan_id = wanted and is_in
    and array[x.disclosure, wanted || ':' || x.from_party, wanted::text] && keys
  union all
  select 'keys', to_jsonb(keys);
end $$;
"""

READ_PLAN = """
create or replace function app.read_plan(wanted uuid) returns table (part text, content jsonb)
language sql stable security definer set search_path = app, pg_temp as $$
  select * from plan_parts(wanted, array(select s from sight(wanted) s where s.plan_id = wanted))
$$;
"""

# A plan's page: its key with the row in the log, and all of it that may be seen.
OPEN_PLAN = """
create function app.open_plan(wanted uuid, what text) returns table (part text, content jsonb)
language plpgsql volatile security definer set search_path = app, pg_temp
set plan_cache_mode = force_generic_plan as $$
declare
  mine part_seen[] := array(select s from sight(wanted) s);
  best part_seen;
begin
  select s.* into best from unnest(mine) s
  where s.participant_id is not null or s.is_open or s.is_owner or s.is_called
  order by s.is_owner desc, s.is_open desc limit 1;
  if not found then return; end if;
  return query
  select 'opened', to_jsonb(best) || to_jsonb(k) || jsonb_build_object('plan', l)
    from hand_out(mine, what) k join plan l on l.id = k.plan_id;
  if found then
    return query select * from plan_parts(wanted, mine);
  end if;
end $$;
"""

# "Mina uppgifter": what waits, the nearest first and at most so many, with the keys of its plans.
OPEN_TASKS = """
create function app.open_tasks(t timestamptz, today date, most integer)
returns table (part text, plan_id uuid, id uuid, sealed bytea, due_on date,
  starts_at timestamptz, status text, is_remote boolean, number integer)
language plpgsql volatile security definer set search_path = app, pg_temp
set plan_cache_mode = force_generic_plan as $$
#variable_conflict use_column
declare
  mine part_seen[] := array(select s from sight() s);
  seen uuid[] := array(select s.plan_id from unnest(mine) s
    where s.is_open or s.is_owner or s.is_handler);
  keys text[] := array(select k.key from unnest(mine) s cross join unnest(s.keys) k (key));
begin
  return query
  with me as materialized (
    select s.participant_id as id, s.plan_id from unnest(mine) s
    join plan_key k on k.plan_id = s.plan_id and k.wrapped is not null
    where s.participant_id is not null and s.plan_id = any (seen)),
  due as materialized (
    select 'action' as part, a.plan_id, a.id, a.title_sealed as sealed, a.due_on, a.status
    from action a join me on me.id = a.responsible_id
    where a.removed_at is null and a.status in ('not_started', 'in_progress')
      and array[a.disclosure, a.plan_id || ':' || a.from_party, a.plan_id::text] && keys
    union all
    select 'follow_up', f.plan_id, f.id, null, f.due_on, null
    from follow_up f join me on me.id = f.holder_id where f.held_on is null),
  nearest as materialized (
    select d.* from due d order by d.due_on nulls last, d.id limit most),
  met as materialized (
    select m.* from meeting m
    where m.plan_id = any (seen) and m.status = 'planned' and m.ends_at > t
    order by m.starts_at, m.id limit 5),
  opened as materialized (
    select k.* from hand_out(array(select s from unnest(mine) s
      where s.plan_id in (select n.plan_id from nearest n union select m.plan_id from met m)
        and s.plan_id = any (seen)), 'tasks') k)
  select 'key', o.plan_id, null::uuid, o.wrapped, null::date, null::timestamptz, null,
    null::boolean, o.master_version from opened o
  union all
  select 'subject', p.plan_id, p.id, p.name_sealed, null, null, null, null, null
    from plan_person p where p.kind = 'subject' and p.plan_id in (select o.plan_id from opened o)
  union all
  select n.part, n.plan_id, n.id, n.sealed, n.due_on, null, n.status, null, null from nearest n
  union all
  select 'meeting', m.plan_id, m.id, null, null, m.starts_at, null, m.is_remote, null from met m
  union all
  select 'due', null, null, null, null, null, null, null, count(*)::integer from due
  union all
  select 'late', null, null, null, null, null, null, null, count(*)::integer from due d
    where d.due_on < today
  union all
  select 'calls', null, null, null, null, null, null, null, count(c.id)::integer
  from asking() who
  left join call c on c.status = 'sent' and c.organisation_id = who.organisation_id
    and c.plan_id = any (array(select s.plan_id from unnest(mine) s where s.is_called))
    and (c.unit_id is null or who.units = '{}' or c.unit_id = any (who.units))
  union all
  select 'plans', null, null, null, null, null, null, null, cardinality(seen);
end $$;
"""

REPLACED = ("sight(uuid)", "unlock(uuid[], text)", "my_tasks(timestamptz)")
FOR_APP = (
    "unlock(uuid[], text)",
    "open_plan(uuid, text)",
    "open_tasks(timestamptz, date, integer)",
)
FOR_HELPERS = (
    "plan_parts(uuid, app.part_seen[])",
    "hand_out(app.part_seen[], text)",
    "sight(uuid)",
    "audit_link(bytea, uuid, bigint, timestamptz, uuid, uuid, uuid, uuid, uuid, text, text, uuid,"
    " text)",
)
OLD = {"0002": ("chain_audit",), "0005": ("sight", "my_disclosures", "unlock"),
       "0011": ("read_plan", "my_tasks")}  # fmt: skip


def upgrade() -> None:
    op.execute(PART)
    op.execute("grant create on schema app to portal_authz; set role portal_authz")
    for function in REPLACED:
        op.execute(f"drop function app.{function}")
    for statement in (LINK, CHAIN, SIGHT, DISCLOSURES, HAND_OUT, UNLOCK, PARTS, READ_PLAN,
                      OPEN_PLAN, OPEN_TASKS):  # fmt: skip
        op.execute(statement)
    op.execute("revoke execute on all functions in schema app from public")
    for function in FOR_APP:
        op.execute(f"grant execute on function app.{function} to portal_app")
    op.execute("reset role; revoke create on schema app from portal_authz")
    op.execute(COLUMNS)


def downgrade() -> None:
    op.execute(ALL_COLUMNS)
    op.execute("grant create on schema app to portal_authz; set role portal_authz")
    for function in (*FOR_APP, *FOR_HELPERS):
        op.execute(f"drop function app.{function}")
    for revision, names in OLD.items():
        for name in names:
            op.execute(_as_it_was(revision, name))
    op.execute("revoke execute on all functions in schema app from public")
    for function in ("unlock(uuid[], text)", "my_tasks(timestamptz)"):
        op.execute(f"grant execute on function app.{function} to portal_app")
    op.execute("reset role; revoke create on schema app from portal_authz")
    op.execute("drop type app.part_seen")


def _as_it_was(revision: str, name: str) -> str:
    """What an earlier revision said of a function."""
    module = context.script.get_revision(revision).module
    texts = "\n".join(text for text in vars(module).values() if isinstance(text, str))
    found = re.search(rf"create (function app\.{name}\(.*?\n?\$\$;)\n", texts, re.DOTALL)
    if found is None:
        raise LookupError(name)
    return f"create or replace {found[1]}"
