"""What a decision without consent says beside its ground, and whom each ground is for.

Decisions in force that their own section does not allow end here: by somebody whose ground it is
not, or to a receiver that it does not name. A downgrade does not open them again.
"""

from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

UPGRADE = """
alter table app.basis_decision
  add column activity text,
  add column condition text,
  add column provision_sealed bytea,
  add column assessment_sealed bytea,
  add constraint basis_decision_activity_check
    check (activity in ('social_services', 'health_care', 'other')),
  add constraint basis_decision_condition_check
    check (condition in ('under_18', 'dependence', 'compulsory_care', 'unborn_child'));
alter table app.basis_limit
  add column may_decide text[] not null default '{}',
  add column may_receive text[] not null default '{}',
  add column conditions text[] not null default '{}',
  add column needs text[] not null default '{}';

update app.basis_decision d set ended_at = clock_timestamp()
from app.organisation o
where o.id = d.organisation_id and d.ended_at is null and d.valid_to > clock_timestamp()
  and (select case d.code
      when 'osl_25_12' then o.kind <> 'region' or r.kind not in ('municipality', 'region')
      when 'osl_26_9' then o.kind <> 'municipality' or r.kind not in ('municipality', 'region')
      when 'osl_10_27' then o.kind in ('municipality', 'region') or r.kind = 'individuals'
      when 'osl_10_28' then r.kind = 'individuals'
      else false end
    from (select coalesce(max(x.kind), 'individuals') as kind from app.organisation x
      where x.id = d.to_party) r);
"""

DOWNGRADE = """
alter table app.basis_limit drop column may_decide, drop column may_receive,
  drop column conditions, drop column needs;
alter table app.basis_decision drop column activity, drop column condition,
  drop column provision_sealed, drop column assessment_sealed;
"""


def upgrade() -> None:
    op.execute(UPGRADE)


def downgrade() -> None:
    op.execute(DOWNGRADE)
