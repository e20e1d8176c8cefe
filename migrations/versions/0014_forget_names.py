"""Forget names: those of a shredded plan's acts, and what providers said of those who signed in.

The acts of consent themselves stay, and say by account who recorded them, as the log does.
"""

from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

FORGET = """
-- An act is never changed, except that the name in it is blanked once its plan's key is shredded.
create function app.refuse_change_but_name() returns trigger
language plpgsql security definer set search_path = app, pg_temp as $$
declare
  blanked consent_act := old;
begin
  blanked.recorded_by_name := '';
  if tg_op = 'UPDATE' and new is not distinct from blanked
    and exists (select from plan_key k where k.plan_id = old.plan_id and k.wrapped is null)
  then return new; end if;
  raise exception '% is append-only', tg_table_name using errcode = 'insufficient_privilege';
end $$;
"""

TRIGGER = """
drop trigger append_only on app.consent_act;
create trigger append_only before update or delete on app.consent_act
  for each row execute function app.{function}();
"""

# Kept from now on so that nobody's but their own cookie opens it. Those signed in meanwhile are
# signed out here alone.
TOKENS = "update app.session set id_token = '' where id_token <> ''"


def upgrade() -> None:
    op.execute("grant create on schema app to portal_authz; set role portal_authz")
    op.execute(FORGET)
    op.execute("revoke execute on function app.refuse_change_but_name() from public")
    op.execute("reset role; revoke create on schema app from portal_authz")
    op.execute(TRIGGER.format(function="refuse_change_but_name"))
    op.execute(TOKENS)


def downgrade() -> None:
    op.execute(TRIGGER.format(function="refuse_change"))
    op.execute("set role portal_authz; drop function app.refuse_change_but_name(); reset role")
