"""What the parties agree as data: facts, declared by the template under its sections."""

from alembic import op

revision = "0052"
down_revision = "0051"
branch_labels = None
depends_on = None

UPGRADE = """
alter table app.template_version add column facts jsonb not null default '[]';
create table app.agreement_fact (
  id uuid not null constraint agreement_fact_pkey primary key,
  county_id uuid not null,
  agreement_id uuid not null,
  section_id uuid not null,
  key text not null,
  label text not null,
  kind text not null,
  declared jsonb not null,
  position integer not null,
  in_template boolean not null,
  said jsonb,
  version integer not null,
  changed_by text not null,
  changed_at timestamptz not null,
  organisation_id uuid not null,
  suggestion_id uuid,
  constraint agreement_fact_agreement_id_id_key unique (agreement_id, id),
  constraint agreement_fact_agreement_id_key_key unique (agreement_id, key),
  constraint agreement_fact_county_id_agreement_id_fkey
    foreign key (county_id, agreement_id) references app.agreement (county_id, id),
  constraint agreement_fact_agreement_id_section_id_fkey
    foreign key (agreement_id, section_id) references app.section (agreement_id, id),
  constraint agreement_fact_agreement_id_suggestion_id_fkey
    foreign key (agreement_id, suggestion_id) references app.suggestion (agreement_id, id),
  constraint agreement_fact_agreement_id_organisation_id_fkey
    foreign key (agreement_id, organisation_id)
    references app.agreement_party (agreement_id, organisation_id)
);
"""

# the older release knows neither what was suggested of them nor what was done to them
DOWNGRADE = """
delete from app.outline_change where kind = 'fact_changed';
drop table app.agreement_fact;
delete from app.suggestion_answer a using app.suggestion s
  where s.id = a.suggestion_id and s.outline ->> 'kind' = 'fact_changed';
delete from app.suggestion where outline ->> 'kind' = 'fact_changed';
alter table app.template_version drop column facts;
"""


def upgrade() -> None:
    op.execute(UPGRADE)


def downgrade() -> None:
    op.execute(DOWNGRADE)
