"""Keep and shred: copies that tell of a unit, who made a copy, what retention may delete."""

from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

FUNCTIONS = """
-- the copies made of a plan: all of them to those who see the plan, their own to the others
create function app.copies(wanted uuid)
returns table (id uuid, organisation text, form text, version_number integer, made_at timestamptz,
  made_by text, is_own boolean, is_kept boolean, is_withheld boolean)
language sql stable security definer set search_path = app, pg_temp as $$
  select c.id, o.name, c.form, c.version_number, c.made_at, c.made_by,
    c.organisation_id = my_organisation(),
    exists (select from copy_key k where k.plan_id = c.plan_id
      and k.organisation_id = c.organisation_id and k.wrapped is not null),
    c.holds_placing and p.is_protected and not c.plan_id = any (placing_plans())
  from plan_copy c join organisation o on o.id = c.organisation_id join plan p on p.id = c.plan_id
  where c.plan_id = wanted and (wanted = any (seen_plans())
    or (c.organisation_id = my_organisation() and wanted = any (my_written_plans())))
  order by c.made_at desc, c.id desc
$$;

-- History may be deleted when its party's retention has ended, or when the whole plan's has, and
-- not before. The argument names the column that holds the party.
create function app.refuse_kept() returns trigger
language plpgsql security definer set search_path = app, pg_temp as $$
begin
  if exists (select from retention_clock r where r.plan_id = old.plan_id
    and r.organisation_id = (to_jsonb(old) ->> tg_argv[0])::uuid and r.shredded_at is not null)
    or exists (select from plan_key k where k.plan_id = old.plan_id and k.wrapped is null)
  then return old; end if;
  raise exception '% is still kept', tg_table_name using errcode = 'insufficient_privilege';
end $$;
"""

# table -> the column that holds the party
DELETABLE = {"plan_change": "from_party", "plan_approval": "organisation_id"}

# With protected identity, a copy that tells of a unit is for the named few.
PLACED = """
alter table app.plan_copy add column holds_placing boolean not null default false;
create policy placed on app.plan_copy as restrictive for select to portal_app
  using (not holds_placing or plan_id = any ((select app.placing_plans())::uuid[])
    or not exists (select from app.plan p where p.id = plan_id and p.is_protected));
"""

# The clocks are kept by `portal retention run` alone: nobody shortens or stretches their own.
CLOCKS = """
revoke insert, update on app.retention_clock from portal_app;
create index retention_clock_ends_on_idx on app.retention_clock (ends_on)
  where shredded_at is null;
"""


def upgrade() -> None:
    op.execute(PLACED)
    op.execute(CLOCKS)
    op.execute("grant create on schema app to portal_authz; set role portal_authz")
    op.execute(FUNCTIONS)
    op.execute("revoke execute on function app.copies(uuid), app.refuse_kept() from public")
    op.execute("grant execute on function app.copies(uuid) to portal_app")
    op.execute("reset role; revoke create on schema app from portal_authz")
    for table, column in DELETABLE.items():
        op.execute(
            f"drop trigger append_only on app.{table};"
            f"create trigger append_only before update on app.{table}"
            " for each row execute function app.refuse_change();"
            f"create trigger kept before delete on app.{table}"
            f" for each row execute function app.refuse_kept('{column}')"
        )


def downgrade() -> None:
    for table in DELETABLE:
        op.execute(
            f"drop trigger kept on app.{table}; drop trigger append_only on app.{table};"
            f"create trigger append_only before update or delete on app.{table}"
            " for each row execute function app.refuse_change()"
        )
    op.execute("set role portal_authz")
    op.execute("drop function app.refuse_kept(); drop function app.copies(uuid)")
    op.execute("reset role")
    op.execute(
        "drop index app.retention_clock_ends_on_idx;"
        "grant insert, update (rule, last_note_on, ends_on) on app.retention_clock to portal_app;"
        "drop policy placed on app.plan_copy;"
        "alter table app.plan_copy drop column holds_placing"
    )
