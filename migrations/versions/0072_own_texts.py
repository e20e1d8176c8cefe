"""The person's own words for when they are getting worse, and about who is around them."""

from alembic import op

revision = "0072"
down_revision = "0071"
branch_labels = None
depends_on = None

EARLIER = "'need', 'matters', 'purpose', 'long_term_goal', 'not_started_reason', 'note'"
KINDS = f"{EARLIER}, 'signs', 'helps', 'whom_to_call', 'network'"

# an older release has no headings for them: they are kept as notes, in the person's name
DOWNGRADE = """
update app.plan_text set kind = 'note'
where kind in ('signs', 'helps', 'whom_to_call', 'network');
"""


def upgrade() -> None:
    _allow(KINDS)


def downgrade() -> None:
    op.execute(DOWNGRADE)
    _allow(EARLIER)


def _allow(kinds: str) -> None:
    op.execute(
        "alter table app.plan_text drop constraint plan_text_kind_check,"
        f" add constraint plan_text_kind_check check (kind in ({kinds}))"
    )
