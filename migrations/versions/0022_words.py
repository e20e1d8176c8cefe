"""Whose pen it was: who wrote the words of a row, and whether whose they are has confirmed them."""

from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

TABLES = {
    "plan_text": ("text",),
    "goal": ("title", "measure", "stated_by"),
    "action": ("title", "who", "due_on", "reason", "measure", "is_decided"),
}


def upgrade() -> None:
    for table, fields in TABLES.items():
        op.execute(
            f"""
            alter table app.{table} add column written_by text,
              add column written_at timestamptz,
              add column is_noted boolean not null default false,
              add column confirmed_at timestamptz,
              add column confirmed_by text
            """
        )
        op.execute(f"update app.{table} set written_by = changed_by, written_at = changed_at")
        # what staff wrote over the person's words was left signed by the person
        listed = ", ".join(f"'{field}'" for field in fields)
        op.execute(
            f"""
            update app.{table} x set written_by = c.name, written_at = c.at, is_noted = c.on_behalf
            from (select distinct on (subject_id) subject_id, name, at, on_behalf
              from app.plan_change where subject_kind = '{table}' and field in ({listed})
              order by subject_id, seq desc) c
            where c.subject_id = x.id
            """
        )
    op.execute(
        """
        update app.goal x set is_noted = true where x.stated_by = 'person'
        and not exists (select from app.plan_person p
          where p.plan_id = x.plan_id and p.id = x.from_party)
        """
    )


def downgrade() -> None:
    for table in TABLES:
        op.execute(
            f"alter table app.{table} drop column confirmed_by, drop column confirmed_at,"
            " drop column is_noted, drop column written_at, drop column written_by"
        )
