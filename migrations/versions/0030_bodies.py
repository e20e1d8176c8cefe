"""Several bodies that decide for a party, on whose delegation, and what was corrected."""

from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None

UPGRADE = """
alter table app.agreement_party add column bodies text[] not null default '{}';
alter table app.decision
  add column delegation text not null default '',
  add column earlier jsonb not null default '[]',
  drop constraint decision_document_version_id_organisation_id_key,
  add constraint decision_document_version_id_organisation_id_body_key
    unique (document_version_id, organisation_id, body);
"""

# one row says what all of a party's bodies decided: nothing of it is lost but where it stood
DOWNGRADE = """
with merged as (
  select (array_agg(id order by recorded_at, id))[1] as id, array_agg(id) as every,
    string_agg(body || case delegation when '' then '' else ' (' || delegation || ')' end, '; '
      order by recorded_at, id) as body,
    string_agg(paragraph, '; ' order by recorded_at, id) as paragraph,
    string_agg(reference, '; ' order by recorded_at, id) as reference,
    max(decided_on) as decided_on
  from app.decision group by document_version_id, organisation_id),
gone as (
  delete from app.decision d using merged m where d.id = any (m.every) and d.id <> m.id)
update app.decision d set body = m.body, paragraph = m.paragraph, reference = m.reference,
  decided_on = m.decided_on
from merged m where d.id = m.id;
alter table app.decision
  drop constraint decision_document_version_id_organisation_id_body_key,
  add constraint decision_document_version_id_organisation_id_key
    unique (document_version_id, organisation_id),
  drop column delegation,
  drop column earlier;
alter table app.agreement_party drop column bodies;
"""


def upgrade() -> None:
    op.execute(UPGRADE)


def downgrade() -> None:
    op.execute(DOWNGRADE)
