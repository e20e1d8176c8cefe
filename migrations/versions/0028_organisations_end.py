"""Organisations that are merged, divided or closed, units that move, and parties that succeed."""

from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None

KINDS = "'added', 'renamed', 'unit_renamed', 'unit_closed'"
MORE = f"{KINDS}, 'merged', 'absorbed', 'divided', 'succeeded', 'closed', 'unit_moved'"

UPGRADE = """
alter table app.organisation
  add column ended_on date,
  add column successor_id uuid,
  add constraint organisation_county_id_successor_id_fkey foreign key (county_id, successor_id)
    references app.organisation (county_id, id);
alter table app.organisation_change
  add column other_id uuid,
  add constraint organisation_change_county_id_other_id_fkey foreign key (county_id, other_id)
    references app.organisation (county_id, id);
alter table app.agreement_party
  add column left_at timestamptz,
  add column succeeds_id uuid,
  add constraint agreement_party_agreement_id_succeeds_id_fkey
    foreign key (agreement_id, succeeds_id)
    references app.agreement_party (agreement_id, organisation_id);
"""

DOWNGRADE = """
update app.matrix_column k set organisation_id = p.succeeds_id from app.agreement_party p
  where p.agreement_id = k.agreement_id and p.organisation_id = k.organisation_id
    and p.succeeds_id is not null;
alter table app.agreement_party drop column left_at, drop column succeeds_id;
alter table app.organisation drop column ended_on, drop column successor_id;
delete from app.organisation_change where other_id is not null
  or kind in ('merged', 'absorbed', 'divided', 'succeeded', 'closed', 'unit_moved');
alter table app.organisation_change drop column other_id;
"""


def upgrade() -> None:
    op.execute(UPGRADE)
    _allow(MORE)


def downgrade() -> None:
    op.execute(DOWNGRADE)
    _allow(KINDS)


def _allow(kinds: str) -> None:
    op.execute("alter table app.organisation_change drop constraint organisation_change_kind_check")
    op.execute(
        "alter table app.organisation_change add constraint organisation_change_kind_check"
        f" check (kind in ({kinds}))"
    )
