"""More kinds of organisations that take part in plans, and how long private providers keep."""

from alembic import op

revision = "0093"
down_revision = "0092"
branch_labels = None
depends_on = None

BEFORE = (
    *("municipality", "region", "police", "coordination_group", "user_organisation", "school"),
    *("other_authority", "individuals"),
)
NEW = (
    *("probation", "state_care", "social_insurance", "employment"),
    *("care_provider", "provider", "shelter", "association"),
)
OTHERS = (
    "update app.organisation set kind = 'other_authority' where kind in"
    f" ({', '.join(map(repr, NEW))})"
)


def upgrade() -> None:
    _take((*BEFORE, *NEW))
    _keep_by("social", "patient", "provider", "other")


def downgrade() -> None:
    op.execute(OTHERS)
    _take(BEFORE)
    op.execute("update app.retention_clock set rule = 'other' where rule = 'provider'")
    _keep_by("social", "patient", "other")


def _take(kinds: tuple[str, ...]) -> None:
    op.execute("alter table app.organisation drop constraint organisation_kind_check")
    op.execute(
        "alter table app.organisation add constraint organisation_kind_check"
        f" check (kind in ({', '.join(map(repr, kinds))}))"
    )


def _keep_by(*rules: str) -> None:
    op.execute("alter table app.retention_clock drop constraint retention_clock_rule_check")
    op.execute(
        "alter table app.retention_clock add constraint retention_clock_rule_check"
        f" check (rule in ({', '.join(map(repr, rules))}))"
    )
