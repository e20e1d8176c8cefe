"""A clerical error in what has been signed is corrected openly, when all parties agree."""

from alembic import op

revision = "0044"
down_revision = "0043"
branch_labels = None
depends_on = None

UPGRADE = """
create table app.correction (
  id uuid not null constraint correction_pkey primary key,
  county_id uuid not null,
  agreement_id uuid not null,
  of_id uuid not null,
  about text not null,
  section_id uuid,
  decision_id uuid,
  before text not null,
  after text not null,
  reason text not null,
  status text not null,
  organisation_id uuid not null,
  proposed_by text not null,
  proposed_at timestamptz not null,
  settled_at timestamptz,
  constraint correction_agreement_id_id_key unique (agreement_id, id),
  constraint correction_county_id_agreement_id_fkey
    foreign key (county_id, agreement_id) references app.agreement (county_id, id),
  constraint correction_county_id_of_id_fkey
    foreign key (county_id, of_id) references app.agreement (county_id, id),
  constraint correction_of_id_section_id_fkey
    foreign key (of_id, section_id) references app.section (agreement_id, id),
  constraint correction_of_id_decision_id_fkey
    foreign key (of_id, decision_id) references app.decision (agreement_id, id),
  constraint correction_agreement_id_organisation_id_fkey
    foreign key (agreement_id, organisation_id)
    references app.agreement_party (agreement_id, organisation_id),
  constraint correction_about_check check (case about
    when 'text' then section_id is not null and decision_id is null
    when 'title' then num_nonnulls(section_id, decision_id) = 0
    when 'paragraph' then section_id is null and decision_id is not null
    when 'reference' then section_id is null and decision_id is not null
    when 'decided_on' then section_id is null and decision_id is not null
    else false end),
  constraint correction_words_check check (before <> after and before <> ''
    and greatest(char_length(before), char_length(after)) <= 200),
  constraint correction_status_check
    check (status in ('open', 'adopted', 'refused', 'withdrawn')
      and (status = 'open') = (settled_at is null))
);
create index correction_agreement_id_idx on app.correction (agreement_id);
create unique index correction_open_key on app.correction (agreement_id) where status = 'open';
create table app.correction_answer (
  id uuid not null constraint correction_answer_pkey primary key,
  county_id uuid not null,
  agreement_id uuid not null,
  correction_id uuid not null,
  organisation_id uuid not null,
  agrees boolean not null,
  reason text not null,
  answered_by text not null,
  answered_at timestamptz not null,
  constraint correction_answer_correction_id_organisation_id_key
    unique (correction_id, organisation_id),
  constraint correction_answer_agreement_id_correction_id_fkey
    foreign key (agreement_id, correction_id) references app.correction (agreement_id, id),
  constraint correction_answer_agreement_id_organisation_id_fkey
    foreign key (agreement_id, organisation_id)
    references app.agreement_party (agreement_id, organisation_id),
  constraint correction_answer_reason_check check (agrees or btrim(reason) <> '')
);
alter table app.section_version add column correction_id uuid
  constraint section_version_correction_id_fkey references app.correction (id);
create index section_version_correction_id_idx on app.section_version (correction_id);
"""

# the older release reads the text as it has been corrected, with who proposed it as its author
DOWNGRADE = """
alter table app.section_version drop column correction_id;
drop table app.correction_answer;
drop table app.correction;
"""


def upgrade() -> None:
    op.execute(UPGRADE)


def downgrade() -> None:
    op.execute(DOWNGRADE)
