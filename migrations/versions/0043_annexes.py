"""Annexes; and what was added, moved and taken out of an agreement, by whom and when."""

from alembic import op

revision = "0043"
down_revision = "0042"
branch_labels = None
depends_on = None

UPGRADE = """
create table app.annex (
  id uuid primary key,
  county_id uuid not null,
  agreement_id uuid not null,
  key text not null,
  position integer not null,
  version integer not null,
  removed_at timestamptz,
  constraint annex_agreement_id_id_key unique (agreement_id, id),
  constraint annex_agreement_id_key_key unique (agreement_id, key),
  constraint annex_county_id_agreement_id_fkey
    foreign key (county_id, agreement_id) references app.agreement (county_id, id)
);

create table app.annex_version (
  id uuid primary key,
  county_id uuid not null,
  agreement_id uuid not null,
  annex_id uuid not null,
  version integer not null,
  title text not null,
  text text,
  content bytea,
  suffix text not null,
  size integer not null,
  sha256 text not null,
  organisation_id uuid not null,
  author_name text not null,
  created_at timestamptz not null,
  constraint annex_version_annex_id_version_key unique (annex_id, version),
  constraint annex_version_agreement_id_annex_id_fkey
    foreign key (agreement_id, annex_id) references app.annex (agreement_id, id),
  constraint annex_version_agreement_id_organisation_id_fkey
    foreign key (agreement_id, organisation_id)
    references app.agreement_party (agreement_id, organisation_id),
  constraint annex_version_content_check check (num_nonnulls(text, content) = 1),
  constraint annex_version_size_check check (size between 1 and 1900000),
  constraint annex_version_suffix_check
    check (suffix in ('', 'pdf', 'png', 'jpg') and (suffix = '') = (text is not null))
);

create table app.outline_change (
  id uuid primary key,
  county_id uuid not null,
  agreement_id uuid not null,
  kind text not null,
  place_id uuid,
  name text not null,
  before text not null,
  after text not null,
  organisation_id uuid not null,
  author_name text not null,
  changed_at timestamptz not null,
  constraint outline_change_county_id_agreement_id_fkey
    foreign key (county_id, agreement_id) references app.agreement (county_id, id),
  constraint outline_change_agreement_id_organisation_id_fkey
    foreign key (agreement_id, organisation_id)
    references app.agreement_party (agreement_id, organisation_id)
);
create index outline_change_agreement_id_idx on app.outline_change (agreement_id);
"""

DOWNGRADE = """
drop table app.outline_change;
drop table app.annex_version;
drop table app.annex;
"""


def upgrade() -> None:
    op.execute(UPGRADE)


def downgrade() -> None:
    op.execute(DOWNGRADE)
