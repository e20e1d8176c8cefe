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

TRIGGERS = """
create trigger number before insert on app.plan_version
  for each row execute function app.number_version();
create trigger in_sight before update of category on app.goal
  for each row execute function app.keep_goal_in_sight();
"""

FUNCTIONS = ("measures_in_force(uuid, date)", "number_version()", "keep_goal_in_sight()")

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
    for function in FUNCTIONS:
        op.execute(f"revoke execute on function app.{function} from public")
    op.execute("grant execute on function app.measures_in_force(uuid, date) to portal_app")
    op.execute("reset role; revoke create on schema app from portal_authz")
    op.execute(TRIGGERS)


def downgrade() -> None:
    op.execute("drop trigger in_sight on app.goal; drop trigger number on app.plan_version")
    for function in FUNCTIONS:
        op.execute(f"drop function app.{function}")
    op.execute(NO_RIGHTS)
    op.execute("alter table app.action drop column reason_sealed, drop column agreement_id")
    op.execute("alter table app.plan drop column ends_on")
