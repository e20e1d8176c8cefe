"""Where a member of staff is reached by telephone, at each organisation that they work for."""

from alembic import op

revision = "0073"
down_revision = "0072"
branch_labels = None
depends_on = None

UPGRADE = """
create table app.work_phone (
  id uuid not null constraint work_phone_pkey primary key,
  county_id uuid not null,
  organisation_id uuid not null,
  account_id uuid not null,
  number text not null,
  constraint work_phone_account_id_organisation_id_key unique (account_id, organisation_id),
  constraint work_phone_county_id_organisation_id_fkey
    foreign key (county_id, organisation_id) references app.organisation (county_id, id),
  constraint work_phone_account_id_fkey foreign key (account_id) references app.account (id),
  constraint work_phone_number_check check (length(number) between 1 and 40)
);
"""


def upgrade() -> None:
    op.execute(UPGRADE)


def downgrade() -> None:
    op.execute("drop table app.work_phone")
