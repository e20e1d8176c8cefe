"""Let plans see which measures the agreement in force holds, and number what is changed in them."""

from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

# What a caseworker may know of the agreement in force without being a party's coordinator: its
# measures, who answers for them, and where it says so. It is a public document when signed.
MEASURES = """
create function app.measures_in_force(municipality uuid, day date)
returns table (agreement_id uuid, title text, revision integer, section_number integer,
  section_heading text, row_key text, phase text, measure text, position integer,
  column_label text, organisation_id uuid, value text)
language sql stable security definer set search_path = app, pg_temp as $$
  with current as (
    select a.id, a.title, a.revision from agreement a
    where a.municipality_id = municipality and a.county_id = (select my_county())
      and a.status = 'in_force' and a.valid_from <= day and a.valid_until >= day
    order by a.valid_from desc, a.id desc limit 1)
  select c.id, c.title, c.revision, s.number, s.heading, r.key, r.phase, r.title, r.position,
    k.label, k.organisation_id, x.value
  from current c
  join matrix_row r on r.agreement_id = c.id and r.removed_at is null
  join matrix_cell x on x.row_id = r.id
  join matrix_column k on k.id = x.column_id
  left join section s on s.agreement_id = c.id and s.key = 'ansvarsfordelning'
  where exists (select from asking())
  order by r.position, r.key, k.position
$$;
"""

# The number of a change is the database's: nobody sees every change of a plan, and so nobody can
# count them.
NUMBERS = """
create function app.number_change() returns trigger
language plpgsql security definer set search_path = app, pg_temp as $$
begin
  perform pg_advisory_xact_lock(hashtextextended('plan change ' || new.plan_id, 0));
  select coalesce(max(seq), 0) + 1 into new.seq from plan_change where plan_id = new.plan_id;
  return new;
end $$;
create function app.number_version() returns trigger
language plpgsql security definer set search_path = app, pg_temp as $$
begin
  perform pg_advisory_xact_lock(hashtextextended('plan change ' || new.plan_id, 0));
  select coalesce(max(seq), 0) into new.upto_seq from plan_change where plan_id = new.plan_id;
  select coalesce(max(number), 0) + 1 into new.number from plan_version
    where plan_id = new.plan_id;
  return new;
end $$;
"""

TRIGGERS = """
create trigger number before insert on app.plan_change
  for each row execute function app.number_change();
create trigger number before insert on app.plan_version
  for each row execute function app.number_version();
grant execute on function app.measures_in_force to portal_app;
"""


def upgrade() -> None:
    op.execute("alter table app.plan add column ends_on date")
    op.execute("grant create on schema app to portal_authz; set role portal_authz")
    for create in (MEASURES, NUMBERS):
        op.execute(create)
    op.execute("reset role; revoke create on schema app from portal_authz")
    op.execute(TRIGGERS)


def downgrade() -> None:
    op.execute("drop trigger number on app.plan_version; drop trigger number on app.plan_change")
    for function in ("number_version()", "number_change()", "measures_in_force(uuid, date)"):
        op.execute(f"drop function app.{function}")
    op.execute("alter table app.plan drop column ends_on")
