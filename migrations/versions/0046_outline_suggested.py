"""Rows, annexes and the name can be suggested to be others."""

from alembic import op

revision = "0046"
down_revision = "0045"
branch_labels = None
depends_on = None

UPGRADE = """
alter table app.suggestion add column outline jsonb;
alter table app.suggestion drop constraint suggestion_kind_check;
alter table app.suggestion add constraint suggestion_kind_check check (
  num_nonnulls(text, operations, term, outline) = 1
  and (section_id is null) = (text is null));

alter table app.outline_change add column suggestion_id uuid;
alter table app.outline_change add constraint outline_change_agreement_id_suggestion_id_fkey
  foreign key (agreement_id, suggestion_id) references app.suggestion (agreement_id, id);

alter table app.annex_version alter column version drop not null;
alter table app.annex_version add column suggestion_id uuid;
alter table app.annex_version add constraint annex_version_agreement_id_suggestion_id_fkey
  foreign key (agreement_id, suggestion_id) references app.suggestion (agreement_id, id);
alter table app.annex_version add constraint annex_version_suggested_check
  check (version is not null or suggestion_id is not null);
"""

# what is open cannot be said in the older release
DOWNGRADE = """
delete from app.suggestion_answer a using app.suggestion s
  where s.id = a.suggestion_id and s.outline is not null;
delete from app.annex_version where version is null;
update app.annex_version set suggestion_id = null where suggestion_id is not null;
update app.outline_change set suggestion_id = null where suggestion_id is not null;
update app.matrix_cell c set suggestion_id = null from app.suggestion s
  where s.id = c.suggestion_id and s.outline is not null;
delete from app.suggestion where outline is not null;
alter table app.annex_version drop column suggestion_id;
delete from app.annex where version = 0;
alter table app.annex_version alter column version set not null;
alter table app.outline_change drop column suggestion_id;
alter table app.suggestion drop constraint suggestion_kind_check;
alter table app.suggestion drop column outline;
alter table app.suggestion add constraint suggestion_kind_check check (
  num_nonnulls(text, operations, term) = 1 and (section_id is null) = (text is null));
"""


def upgrade() -> None:
    op.execute(UPGRADE)


def downgrade() -> None:
    op.execute(DOWNGRADE)
