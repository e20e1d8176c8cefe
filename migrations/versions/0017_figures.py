"""Figures are published in rounds: a number that moves from day to day tells what a group hides."""

from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

UPGRADE = """
create table app.figure_round (
  id uuid primary key,
  county_id uuid not null,
  published_at timestamptz not null,
  next_on date not null,
  constraint figure_round_county_id_key unique (county_id),
  constraint figure_round_county_id_id_key unique (county_id, id),
  constraint figure_round_county_id_fkey foreign key (county_id) references app.county (id)
);

create table app.figure (
  id uuid primary key,
  county_id uuid not null,
  round_id uuid not null,
  year integer not null,
  organisation_id uuid,
  is_county boolean not null,
  measure text not null,
  choice text not null,
  amount numeric,
  constraint figure_county_id_round_id_fkey foreign key (county_id, round_id)
    references app.figure_round (county_id, id),
  constraint figure_county_id_organisation_id_fkey foreign key (county_id, organisation_id)
    references app.organisation (county_id, id)
);
create index figure_round_id_year_idx on app.figure (round_id, year);
"""

DOWNGRADE = """
drop table app.figure;
drop table app.figure_round;
"""


def upgrade() -> None:
    op.execute(UPGRADE)


def downgrade() -> None:
    op.execute(DOWNGRADE)
