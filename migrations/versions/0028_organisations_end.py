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
-- those that a release after this one had closed, before a downgrade
update app.agreement_party p set left_at = o.closed_at from app.organisation o
  where o.id = p.organisation_id and o.closed_at is not null;
"""

# What was handed over stays with whoever has it: an older release knows no successor, and the one
# that left is closed there. In what nobody has signed it is a party no more, so that nobody waits
# for it; where it decided or signed it stays one. An organisation that has ended and has plans is
# one like others there, since those who work in them have to be able to.
DOWNGRADE = """
alter table app.agreement_party drop column succeeds_id;
delete from app.party_reading r using app.agreement_party p, app.agreement g
  where g.id = p.agreement_id and g.status in ('draft', 'shared') and p.left_at is not null
    and r.agreement_id = p.agreement_id and r.organisation_id = p.organisation_id;
delete from app.agreement_party p using app.agreement g
  where g.id = p.agreement_id and g.status in ('draft', 'shared') and p.left_at is not null
    and not exists (select from app.decision d where d.agreement_id = p.agreement_id
      and d.organisation_id = p.organisation_id);
alter table app.agreement_party drop column left_at;
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
