"""What a question of consent says: why, why each party, and for how long; where a paper is kept.

Nullable, so that the previous release records acts without them meanwhile.
"""

from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

UPGRADE = """
alter table app.consent_act
  add column reason_sealed bytea,
  add column asked_until timestamptz,
  add column signed_on date,
  add column kept_at_sealed bytea,
  add constraint consent_act_question_check
    check (kind = 'ask' or num_nonnulls(reason_sealed, asked_until) = 0),
  add constraint consent_act_paper_check
    check (how = 'written' or num_nonnulls(signed_on, kept_at_sealed) = 0);
"""

DOWNGRADE = """
alter table app.consent_act
  drop constraint consent_act_paper_check,
  drop constraint consent_act_question_check,
  drop column kept_at_sealed,
  drop column signed_on,
  drop column asked_until,
  drop column reason_sealed;
"""


def upgrade() -> None:
    op.execute(UPGRADE)


def downgrade() -> None:
    op.execute(DOWNGRADE)
