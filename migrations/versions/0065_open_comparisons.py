"""What municipalities have answered Öppna jämförelser on agreements, year by year."""

from alembic import op

revision = "0065"
down_revision = "0064"
branch_labels = None
depends_on = None

UPGRADE = """
create table app.open_comparison (
  id uuid not null constraint open_comparison_pkey primary key,
  county_id uuid not null constraint open_comparison_county_id_fkey references app.county (id),
  municipality_id uuid not null,
  year integer not null,
  version integer not null,
  goals boolean not null,
  resources boolean not null,
  responsibility boolean not null,
  routines boolean not null,
  reason text not null,
  recorded_by text not null,
  recorded_at timestamptz not null,
  constraint open_comparison_version_key unique (municipality_id, year, version),
  constraint open_comparison_county_id_municipality_id_fkey
    foreign key (county_id, municipality_id) references app.organisation (county_id, id),
  constraint open_comparison_year_check check (year between 2000 and 2199),
  constraint open_comparison_version_check check (version > 0),
  constraint open_comparison_reason_check check (version = 1 or btrim(reason) <> '')
);
create index open_comparison_county_id_idx on app.open_comparison (county_id, year);
"""

DOWNGRADE = """
drop table app.open_comparison;
"""


def upgrade() -> None:
    op.execute(UPGRADE)


def downgrade() -> None:
    op.execute(DOWNGRADE)
