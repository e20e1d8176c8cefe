"""The tables of the first release, as the files beside this one say, subject by subject.

The four roles (portal_owner, portal_authz, portal_app, portal_worker) exist beforehand: only a
superuser may create them (docs/operations.md). portal_owner must be a member of portal_authz.
"""

from pathlib import Path

from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

# what is referred to before what refers to it
SUBJECTS = (
    "tenancy",
    "identity",
    "audit",
    "outbox",
    "agreements",
    "plan",
    "consent",
    "calling",
    "archive",
    "access_log",
)


def upgrade() -> None:
    op.execute("create schema app; grant usage on schema app to portal_app, portal_worker,"
               " portal_authz")  # fmt: skip
    for subject in SUBJECTS:
        file = Path(__file__).with_suffix("") / f"{subject}.sql"
        # not op.execute(), which would take a colon for the beginning of a parameter
        op.get_bind().exec_driver_sql(file.read_text(encoding="utf-8"))


def downgrade() -> None:
    op.execute("drop schema app cascade")
