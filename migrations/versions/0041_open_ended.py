"""Until further notice: an agreement without a last day, and with a review."""

from alembic import op

revision = "0041"
down_revision = "0040"
branch_labels = None
depends_on = None

# the older release knows no agreement without a last day: it gets one that nobody lives to see
FAR = "date '2999-12-31'"

UPGRADE = f"""
alter table app.agreement
  drop column last_day,
  add column open_ended boolean not null default false;
update app.agreement set open_ended = true,
  valid_until = nullif(valid_until, {FAR}), prolonged_until = nullif(prolonged_until, {FAR})
  where {FAR} in (valid_until, prolonged_until);
update app.suggestion
  set term = jsonb_set(jsonb_set(term, '{{to,valid_until}}', 'null'),
    '{{to,open_ended}}', '"yes"')
  where term -> 'to' ->> 'valid_until' = '2999-12-31';
update app.suggestion
  set term = jsonb_set(jsonb_set(term, '{{from,valid_until}}', 'null'),
    '{{from,open_ended}}', '"yes"')
  where term -> 'from' ->> 'valid_until' = '2999-12-31';
alter table app.agreement
  add column last_day date generated always as
    (least(case when not open_ended then coalesce(prolonged_until, valid_until) end,
      replaced_from - 1, ends_on)) stored,
  add constraint agreement_has_end_check
    check (status not in ('in_force', 'superseded') or valid_until is not null or open_ended);
"""

DOWNGRADE = f"""
alter table app.agreement drop constraint agreement_has_end_check, drop column last_day;
update app.agreement set
  prolonged_until = case when valid_until is not null then {FAR} end,
  valid_until = coalesce(valid_until, {FAR})
  where open_ended;
update app.suggestion
  set term = jsonb_set(term #- '{{to,open_ended}}', '{{to,valid_until}}', '"2999-12-31"')
  where term -> 'to' ? 'open_ended';
update app.suggestion
  set term = jsonb_set(term #- '{{from,open_ended}}', '{{from,valid_until}}', '"2999-12-31"')
  where term -> 'from' ? 'open_ended';
alter table app.agreement drop column open_ended;
alter table app.agreement
  add column last_day date generated always as
    (least(coalesce(prolonged_until, valid_until), replaced_from - 1, ends_on)) stored;
"""


def upgrade() -> None:
    op.execute(UPGRADE)


def downgrade() -> None:
    op.execute(DOWNGRADE)
