"""Let plans see which measures the agreement in force holds, and number what is changed in them."""

from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

COLUMNS = """
alter table app.plan add column ends_on date;
alter table app.action add column agreement_id uuid, add column reason_sealed bytea;
"""

# What a caseworker may know of the agreement in force without being a party's coordinator: its
# measures, who answers for them, and where it says so. It is a public document when signed.
MEASURES = """
create function app.measures_in_force(municipality uuid, day date)
returns table (agreement_id uuid, title text, revision integer, section_number integer,
  section_heading text, row_key text, phase text, measure text, "position" integer,
  column_label text, organisation_id uuid, organisation text, value text)
language sql stable security definer set search_path = app, pg_temp as $$
  with current as (
    select a.id, a.title, a.revision from agreement a
    where a.municipality_id = municipality and a.county_id = (select my_county())
      and a.status = 'in_force' and a.valid_from <= day and a.valid_until >= day
    order by a.valid_from desc, a.id desc limit 1)
  select c.id, c.title, c.revision, s.number, s.heading, r.key, r.phase, r.title, r.position,
    k.label, k.organisation_id, o.name, x.value
  from current c
  join matrix_row r on r.agreement_id = c.id and r.removed_at is null
  join matrix_cell x on x.row_id = r.id
  join matrix_column k on k.id = x.column_id
  join organisation o on o.id = k.organisation_id
  left join section s on s.agreement_id = c.id and s.key = 'ansvarsfordelning'
  where exists (select from asking())
  order by r.position, r.key, k.position
$$;
"""

# What a version holds is the database's to say: nobody else sees every change.
NUMBERS = """
create function app.number_version() returns trigger
language plpgsql security definer set search_path = app, pg_temp as $$
begin
  perform from plan where id = new.plan_id for no key update;
  new.upto_seq := coalesce((select max(seq) from plan_change where plan_id = new.plan_id), 0);
  new.number := coalesce((select max(number) from plan_version where plan_id = new.plan_id), 0) + 1;
  return new;
end $$;

-- rule 12 from the other side: a goal stays in sight of those who act for it
create function app.keep_goal_in_sight() returns trigger
language plpgsql security definer set search_path = app, pg_temp as $$
begin
  if exists (select from action a where a.plan_id = new.plan_id and a.goal_id = new.id
    and a.removed_at is null
    and coalesce(a.organisation_id, a.person_id) is distinct from new.from_party
    and not discloses(new.plan_id, new.from_party, coalesce(a.organisation_id, a.person_id),
      new.category, statement_timestamp())
    and not (a.person_id is not null
      and owns(new.plan_id, a.person_id, statement_timestamp())))
  then raise exception 'leaves the sight of who acts for it' using errcode = 'check_violation';
  end if;
  return new;
end $$;
"""

# A page asks for everything of a plan, or for what waits in all of them. One by one, every table's
# policy would work out anew what consent says; here it is worked out once, by the same helpers and
# the same conditions as the policies of 0005. A property test holds pages and policies together.
# Planned once a connection: to plan so many selects anew takes longer than to run them.
PAGES = """
create function app.read_plan(wanted uuid) returns table (part text, content jsonb)
language plpgsql stable security definer set search_path = app, pg_temp
set plan_cache_mode = force_generic_plan as $$
declare
  mine uuid := my_organisation();
  keys text[] := my_disclosures();
  is_in boolean;
  is_seen boolean;
  sees_places boolean;
begin
  -- as my_written_plans(), seen_plans() and placing_plans() say, each of which would ask anew
  select coalesce(bool_or(s.participant_id is not null or s.person_id is not null), false),
    coalesce(bool_or(s.is_open or s.is_owner or s.is_handler), false),
    coalesce(bool_or(s.is_owner or (s.is_open and (s.sees_protected or not s.is_protected))), false)
  into is_in, is_seen, sees_places from sight(wanted) s where s.plan_id = wanted;
  return query
  select 'invited', to_jsonb(split_part(g.item, ':', 2))
    from consented(array[wanted], statement_timestamp()) g
    where is_seen and g.item like 'invite:%'
  union all
  select 'texts', to_jsonb(x) - 'disclosure' from plan_text x
    where x.plan_id = wanted and is_in and x.removed_at is null
    and array[x.disclosure, wanted || ':' || x.from_party, wanted::text] && keys
  union all
  select 'goals', to_jsonb(x) - 'disclosure' from goal x
    where x.plan_id = wanted and is_in and x.removed_at is null
    and array[x.disclosure, wanted || ':' || x.from_party, wanted::text] && keys
  union all
  select 'actions', to_jsonb(x) - 'disclosure' from action x
    where x.plan_id = wanted and is_in and x.removed_at is null
    and array[x.disclosure, wanted || ':' || x.from_party, wanted::text] && keys
  union all
  select 'participants', to_jsonb(x) from participant x
    where x.plan_id = wanted and (is_seen or (x.organisation_id = mine and is_in))
  union all
  select 'people', to_jsonb(x) - array['personnummer_sealed', 'personnummer_index']
    from plan_person x
    where x.plan_id = wanted and (is_seen or x.id = any (my_people()))
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
  select 'approvals', to_jsonb(x) from plan_approval x where x.plan_id = wanted and is_seen
  union all
  select 'copies', to_jsonb(x) - 'content_sealed' from plan_copy x
    where x.plan_id = wanted and x.organisation_id = mine and is_in
  union all
  select 'last_change', to_jsonb(coalesce(max(x.seq), 0)) from plan_change x
    where x.plan_id = wanted and is_in
    and array[x.disclosure, wanted || ':' || x.from_party, wanted::text] && keys
  union all
  select 'keys', to_jsonb(keys);
end $$;

create function app.my_tasks(t timestamptz)
returns table (part text, plan_id uuid, id uuid, sealed bytea, due_on date,
  starts_at timestamptz, status text, is_remote boolean)
language plpgsql stable security definer set search_path = app, pg_temp
set plan_cache_mode = force_generic_plan as $$
#variable_conflict use_column
declare
  keys text[] := my_disclosures();
  seen uuid[];
  called uuid[];
begin
  -- as seen_plans() and called_plans() say, each of which would ask anew
  select
    coalesce(array_agg(s.plan_id) filter (where s.is_open or s.is_owner or s.is_handler), '{}'),
    coalesce(array_agg(s.plan_id) filter (where s.is_called), '{}')
  into seen, called from sight() s;
  return query
  with me as materialized (
    select p.id, p.plan_id from participant p join asking() who on who.units is not null
      and p.account_id = who.account_id and p.organisation_id = who.organisation_id
    where p.ended_at is null and p.plan_id = any (seen)),
  waiting as materialized (
    select 'action' as part, a.plan_id, a.id, a.title_sealed as sealed, a.due_on,
      null::timestamptz as starts_at, a.status, null::boolean as is_remote
    from action a join me on me.id = a.responsible_id
    where a.removed_at is null and a.status in ('not_started', 'in_progress')
      and array[a.disclosure, a.plan_id || ':' || a.from_party, a.plan_id::text] && keys
    union all
    select 'follow_up', f.plan_id, f.id, null, f.due_on, null, null, null
    from follow_up f join me on me.id = f.holder_id where f.held_on is null
    union all
    (select 'meeting', m.plan_id, m.id, null, null, m.starts_at, null, m.is_remote
    from meeting m where m.plan_id = any (seen) and m.status = 'planned' and m.ends_at > t
    order by m.starts_at, m.id limit 5))
  select w.part, w.plan_id, w.id, w.sealed, w.due_on, w.starts_at, w.status, w.is_remote
  from waiting w
  union all
  select 'subject', p.plan_id, p.id, p.name_sealed, null, null, null, null from plan_person p
  where p.kind = 'subject' and p.plan_id in (select w.plan_id from waiting w)
  union all
  select 'calls', null, null, null, null, null, count(c.id)::text, null
  from asking() who left join call c on c.plan_id = any (called) and c.status = 'sent'
    and c.organisation_id = who.organisation_id
    and (c.unit_id is null or who.units = '{}' or c.unit_id = any (who.units))
  union all
  select 'plans', null, null, null, null, null, cardinality(seen)::text, null;
end $$;
"""

TRIGGERS = """
create trigger number before insert on app.plan_version
  for each row execute function app.number_version();
create trigger in_sight before update of category on app.goal
  for each row execute function app.keep_goal_in_sight();
"""

FOR_APP = ("measures_in_force(uuid, date)", "read_plan(uuid)", "my_tasks(timestamptz)")
FUNCTIONS = (*FOR_APP, "number_version()", "keep_goal_in_sight()")

RIGHTS = """
grant select on app.agreement, app.matrix_row, app.matrix_cell, app.matrix_column, app.section
  to portal_authz;
grant update (ends_on) on app.plan to portal_app;
grant update (category) on app.plan_text, app.goal to portal_app;
grant update (category, agreement_id, reason_sealed) on app.action to portal_app;
alter policy add on app.plan_placing with check (
  plan_id = any ((select app.live_plans())::uuid[])
  or (plan_id = any ((select app.my_cases())::uuid[]) and kind in ('contact', 'participant_unit')));
"""
NO_RIGHTS = """
alter policy add on app.plan_placing with check (
  plan_id = any ((select app.live_plans())::uuid[])
  or (plan_id = any ((select app.my_cases())::uuid[]) and kind = 'contact'));
revoke update (category) on app.plan_text, app.goal, app.action from portal_app;
"""


def upgrade() -> None:
    op.execute(COLUMNS)
    op.execute(RIGHTS)
    op.execute("grant create on schema app to portal_authz; set role portal_authz")
    op.execute(MEASURES)
    op.execute(NUMBERS)
    op.execute(PAGES)
    for function in FUNCTIONS:
        op.execute(f"revoke execute on function app.{function} from public")
    for function in FOR_APP:
        op.execute(f"grant execute on function app.{function} to portal_app")
    op.execute("reset role; revoke create on schema app from portal_authz")
    op.execute(TRIGGERS)


def downgrade() -> None:
    op.execute("drop trigger in_sight on app.goal; drop trigger number on app.plan_version")
    for function in FUNCTIONS:
        op.execute(f"drop function app.{function}")
    op.execute(NO_RIGHTS)
    op.execute("alter table app.action drop column reason_sealed, drop column agreement_id")
    op.execute("alter table app.plan drop column ends_on")
