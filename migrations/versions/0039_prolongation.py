"""An agreement is prolonged by a short one of its own, decided on and signed like any."""

from alembic import op

revision = "0039"
down_revision = "0038"
branch_labels = None
depends_on = None

IN_PROGRESS = "status in ('draft', 'shared', 'decision', 'signing')"

UPGRADE = f"""
alter table app.agreement
  add column amends_id uuid,
  add constraint agreement_county_id_amends_id_fkey
    foreign key (county_id, amends_id) references app.agreement (county_id, id),
  add column prolonged_until date,
  drop column last_day;
alter table app.agreement
  add column last_day date generated always as
    (least(coalesce(prolonged_until, valid_until), replaced_from - 1, ends_on)) stored;
drop index app.agreement_in_progress_key;
create unique index agreement_in_progress_key on app.agreement (municipality_id, subject_id)
  where {IN_PROGRESS} and amends_id is null;
create unique index agreement_amends_in_progress_key on app.agreement (amends_id)
  where {IN_PROGRESS};
create index agreement_amends_id_idx on app.agreement (amends_id);
"""

# the older release knows an agreement by its own days, and nothing of what prolonged it
DOWNGRADE = f"""
update app.agreement set valid_until = prolonged_until where prolonged_until > valid_until;
update app.agreement set status = 'withdrawn', status_at = now(), changed_at = now(),
  withdrawn_by = 'Samsyn',
  withdrawn_reason = 'En äldre version av Samsyn togs i bruk igen. Den har inga förlängningar.'
  where amends_id is not null and status <> 'withdrawn';
drop index app.agreement_in_progress_key;
alter table app.agreement drop column last_day, drop column amends_id, drop column prolonged_until;
alter table app.agreement
  add column last_day date generated always as
    (least(valid_until, replaced_from - 1, ends_on)) stored;
create unique index agreement_in_progress_key on app.agreement (municipality_id, subject_id)
  where {IN_PROGRESS};
"""


def upgrade() -> None:
    op.execute(UPGRADE)


def downgrade() -> None:
    op.execute(DOWNGRADE)
