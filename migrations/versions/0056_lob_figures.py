"""Yearly figures of those taken into care by LOB, and where a police area counts them."""

from alembic import op

revision = "0056"
down_revision = "0055"
branch_labels = None
depends_on = None

UPGRADE = """
create table app.lob_area (
  id uuid not null constraint lob_area_pkey primary key,
  county_id uuid not null constraint lob_area_county_id_fkey references app.county (id),
  organisation_id uuid not null,
  municipality_ids uuid[] not null,
  said_by text not null,
  said_at timestamptz not null,
  constraint lob_area_county_id_organisation_id_fkey
    foreign key (county_id, organisation_id) references app.organisation (county_id, id)
);
create index lob_area_organisation_id_idx on app.lob_area (organisation_id);
create table app.lob_figure (
  id uuid not null constraint lob_figure_pkey primary key,
  county_id uuid not null constraint lob_figure_county_id_fkey references app.county (id),
  municipality_id uuid,
  organisation_id uuid,
  year integer not null,
  version integer not null,
  taken integer not null,
  cared_for integer not null,
  young integer not null,
  violent integer not null,
  source text not null,
  reason text not null,
  recorded_by text not null,
  recorded_at timestamptz not null,
  constraint lob_figure_version_key
    unique nulls not distinct (county_id, municipality_id, organisation_id, year, version),
  constraint lob_figure_county_id_municipality_id_fkey
    foreign key (county_id, municipality_id) references app.organisation (county_id, id),
  constraint lob_figure_county_id_organisation_id_fkey
    foreign key (county_id, organisation_id) references app.organisation (county_id, id),
  constraint lob_figure_whose_check check ((municipality_id is null) = (organisation_id is null)),
  constraint lob_figure_year_check check (year between 1977 and 2199),
  constraint lob_figure_version_check check (version > 0),
  constraint lob_figure_taken_check check (taken >= 0),
  constraint lob_figure_cared_for_check check (cared_for between 0 and taken),
  constraint lob_figure_young_check check (young between 0 and taken),
  constraint lob_figure_violent_check check (violent between 0 and taken),
  constraint lob_figure_reason_check
    check (version = 1 or municipality_id is null or reason <> '')
);
"""

DOWNGRADE = """
drop table app.lob_figure;
drop table app.lob_area;
"""


def upgrade() -> None:
    op.execute(UPGRADE)


def downgrade() -> None:
    op.execute(DOWNGRADE)
