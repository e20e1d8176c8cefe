"""Texts and measures can be searched, by Swedish words and within one county."""

from alembic import op

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None

# A county is a word of its own in the index, so that common words find no other county's rows.
UPGRADE = """
alter table app.section_version add column search tsvector generated always as (
  array_to_tsvector(array['county' || replace(county_id::text, '-', '')])
  || to_tsvector('swedish', text)) stored;
create index section_version_search_idx on app.section_version using gin (search);
alter table app.matrix_row add column search tsvector generated always as (
  array_to_tsvector(array['county' || replace(county_id::text, '-', '')])
  || to_tsvector('swedish', title || ' ' || hint)) stored;
create index matrix_row_search_idx on app.matrix_row using gin (search);
"""

DOWNGRADE = """
alter table app.matrix_row drop column search;
alter table app.section_version drop column search;
"""


def upgrade() -> None:
    op.execute(UPGRADE)


def downgrade() -> None:
    op.execute(DOWNGRADE)
