"""What people prepare before a meeting of a plan, and what is noted and decided at it."""

from alembic import op

revision = "0086"
down_revision = "0085"
branch_labels = None
depends_on = None

EARLIER = (
    "'need', 'matters', 'purpose', 'long_term_goal', 'not_started_reason', 'note', 'signs',"
    " 'helps', 'whom_to_call', 'network', 'outcome'"
)
OF_MEETING = "'prepared', 'to_talk_of', 'hoped', 'needed', 'meeting_note', 'decision'"
SORTED = "'decision', 'hoped', 'meeting_note', 'needed', 'prepared', 'to_talk_of'"
UPGRADE = f"""
alter table app.plan_text add column meeting_id uuid,
  add constraint plan_text_plan_id_meeting_id_fkey
    foreign key (plan_id, meeting_id) references app.meeting (plan_id, id),
  add constraint plan_text_meeting_check
    check ((kind in ({SORTED})) = (meeting_id is not null));
"""
# an older release has no heading for them: they are kept as notes of whoever wrote them
DOWNGRADE = f"""
alter table app.plan_text drop column meeting_id;
update app.plan_text set kind = 'note' where kind in ({SORTED});
"""


def upgrade() -> None:
    _allow(f"{EARLIER}, {OF_MEETING}")
    op.execute(UPGRADE)


def downgrade() -> None:
    op.execute(DOWNGRADE)
    _allow(EARLIER)


def _allow(kinds: str) -> None:
    op.execute(
        "alter table app.plan_text drop constraint plan_text_kind_check,"
        f" add constraint plan_text_kind_check check (kind in ({kinds}))"
    )
