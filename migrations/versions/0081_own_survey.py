"""What staff note of what somebody thought of the plan leaves room for that person's own answer."""

from alembic import op

revision = "0081"
down_revision = "0080"
branch_labels = None
depends_on = None

UPGRADE = """
alter table app.closing_survey
  add recorded_by text,
  add person_id uuid,
  add constraint closing_survey_plan_id_person_id_fkey
    foreign key (plan_id, person_id) references app.plan_person (plan_id, id),
  drop constraint closing_survey_plan_id_key;

-- the log says who answered, and the plan who that is in it
update app.closing_survey s set
  recorded_by = coalesce((select a.name from app.audit_entry e
    join app.account a on a.id = e.account_id
    where e.stream = s.plan_id and e.subject_id = s.id
      and e.action = 'plan.survey_answered' limit 1), ''),
  person_id = case when s.how = 'electronic' then coalesce(
    (select p.id from app.audit_entry e join app.plan_person p on p.account_id = e.account_id
      where e.stream = s.plan_id and e.subject_id = s.id and p.plan_id = s.plan_id
        and e.action = 'plan.survey_answered' order by p.kind <> 'subject', p.id limit 1),
    (select p.id from app.plan_person p where p.plan_id = s.plan_id and p.kind = 'subject')) end;

alter table app.closing_survey
  alter recorded_by set not null,
  add constraint closing_survey_own_check check ((how = 'electronic') = (person_id is not null)),
  add constraint closing_survey_plan_id_person_id_key
    unique nulls not distinct (plan_id, person_id);
"""

DOWNGRADE = """
-- what the person said themself stands; then what was said last
delete from app.closing_survey s where s.id <> (
  select o.id from app.closing_survey o left join app.plan_person p on p.id = o.person_id
  where o.plan_id = s.plan_id
  order by p.kind is not distinct from 'subject' desc, p.id is not null desc, o.at desc, o.id
  limit 1);
alter table app.closing_survey
  drop constraint closing_survey_plan_id_person_id_key,
  drop constraint closing_survey_own_check,
  drop constraint closing_survey_plan_id_person_id_fkey,
  drop column person_id,
  drop column recorded_by,
  add constraint closing_survey_plan_id_key unique (plan_id);
"""


def upgrade() -> None:
    op.execute(UPGRADE)


def downgrade() -> None:
    op.execute(DOWNGRADE)
