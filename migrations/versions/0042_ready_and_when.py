"""What each party has said of a shared text, more than once, and until when things wait."""

from alembic import op

revision = "0042"
down_revision = "0041"
branch_labels = None
depends_on = None

# Until now a party said once, for good, that it had read and asked for no more changes. That is its
# word on the text as it was then: what was adopted since is new to it.
UPGRADE = """
alter table app.agreement add column due_on date;
alter table app.party_reading
  drop constraint party_reading_agreement_id_organisation_id_key,
  add column kind text not null default 'ready',
  add column account_id uuid constraint party_reading_account_id_fkey references app.account (id),
  add column revision integer not null default 0,
  add constraint party_reading_kind_check check (kind in ('read', 'ready', 'not_ready'));
create index party_reading_agreement_id_organisation_id_idx
  on app.party_reading (agreement_id, organisation_id);
update app.party_reading r set revision = case when exists (select from app.suggestion s
    where s.agreement_id = r.agreement_id and s.status = 'adopted' and s.closed_at > r.read_at)
  then g.revision - 1 else g.revision end
from app.agreement g where g.id = r.agreement_id;
update app.agreement set due_on = (now() at time zone 'Europe/Stockholm')::date + 30
where status in ('draft', 'shared', 'decision', 'signing');
"""

# The older release knows one word of each party, which holds for good: the last that it was ready.
DOWNGRADE = """
delete from app.party_reading where kind <> 'ready';
delete from app.party_reading r using app.party_reading later
where later.agreement_id = r.agreement_id and later.organisation_id = r.organisation_id
  and (later.read_at, later.id) > (r.read_at, r.id);
drop index app.party_reading_agreement_id_organisation_id_idx;
alter table app.party_reading
  drop column kind, drop column account_id, drop column revision,
  add constraint party_reading_agreement_id_organisation_id_key
    unique (agreement_id, organisation_id);
alter table app.agreement drop column due_on;
"""


def upgrade() -> None:
    op.execute(UPGRADE)


def downgrade() -> None:
    op.execute(DOWNGRADE)
