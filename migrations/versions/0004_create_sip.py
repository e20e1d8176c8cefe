"""Create the tables of SIP, and the kinds, roles and columns that it needs. Guards: 0005."""

from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

WIDER = """
alter table app.organisation drop constraint organisation_kind_check,
  add constraint organisation_kind_check check (kind in ('municipality', 'region', 'police',
    'coordination_group', 'user_organisation', 'school', 'other_authority', 'individuals'));
alter table app.membership drop constraint membership_role_check,
  add constraint membership_role_check check (role in ('administrator', 'coordinator',
    'signatory', 'reviewer', 'caseworker', 'individual'));
alter table app.invitation drop constraint invitation_role_check,
  add constraint invitation_role_check check (role in ('administrator', 'coordinator',
    'signatory', 'reviewer', 'caseworker', 'individual')),
  add column plan_person_id uuid, add column personnummer_index bytea;
alter table app.outbox add column plan_id uuid, add column organisation_id uuid,
  add column calendar jsonb;
insert into app.organisation (id, county_id, kind, name, short_name, sort_key)
  select gen_random_uuid(), id, 'individuals', 'Enskilda och närstående',
    'Enskilda och närstående', 'enskilda och närstående' from app.county;
"""

NARROWER = """
delete from app.outbox where plan_id is not null;
delete from app.invitation where role in ('caseworker', 'individual')
  or organisation_id in (select id from app.organisation
    where kind in ('school', 'other_authority', 'individuals'));
delete from app.membership where role in ('caseworker', 'individual')
  or organisation_id in (select id from app.organisation
    where kind in ('school', 'other_authority', 'individuals'));
delete from app.session where organisation_id in (select id from app.organisation
  where kind in ('school', 'other_authority', 'individuals'));
delete from app.unit where organisation_id in (select id from app.organisation
  where kind in ('school', 'other_authority', 'individuals'));
delete from app.organisation where kind in ('school', 'other_authority', 'individuals');
alter table app.outbox drop column plan_id, drop column organisation_id, drop column calendar;
alter table app.invitation drop column plan_person_id, drop column personnummer_index;
alter table app.organisation drop constraint organisation_kind_check,
  add constraint organisation_kind_check check (kind in ('municipality', 'region', 'police',
    'coordination_group', 'user_organisation'));
alter table app.membership drop constraint membership_role_check,
  add constraint membership_role_check check (role in ('administrator', 'coordinator',
    'signatory', 'reviewer'));
alter table app.invitation drop constraint invitation_role_check,
  add constraint invitation_role_check check (role in ('administrator', 'coordinator',
    'signatory', 'reviewer'));
"""

TABLES = """
set local search_path = app, pg_temp;

create table agreement_clock (
  id uuid primary key,
  county_id uuid not null,
  municipality_id uuid not null,
  key text not null,
  days integer not null,
  set_by text not null,
  set_at timestamptz not null,
  constraint agreement_clock_municipality_id_key_key unique (municipality_id, key),
  constraint agreement_clock_county_id_municipality_id_fkey
    foreign key (county_id, municipality_id) references organisation (county_id, id),
  constraint agreement_clock_days_check check (days between 0 and 365)
);
create table plan (
  id uuid primary key,
  county_id uuid not null,
  initiator_id uuid not null,
  case_number text not null,
  municipality_id uuid not null,
  phase text not null,
  phase_at timestamptz not null,
  is_protected boolean not null default false,
  need_found_on date not null,
  created_at timestamptz not null,
  changed_at timestamptz not null,
  lead_principal_id uuid,
  coordinator_id uuid,
  version integer not null default 1,
  not_started_reason text,
  closed_at timestamptz,
  constraint plan_county_id_id_key unique (county_id, id),
  constraint plan_initiator_id_case_number_key unique (initiator_id, case_number),
  constraint plan_county_id_initiator_id_fkey
    foreign key (county_id, initiator_id) references organisation (county_id, id),
  constraint plan_county_id_municipality_id_fkey
    foreign key (county_id, municipality_id) references organisation (county_id, id),
  constraint plan_county_id_lead_principal_id_fkey
    foreign key (county_id, lead_principal_id) references organisation (county_id, id),
  constraint plan_phase_check
    check (phase in ('need', 'consent', 'preparing', 'meeting', 'planning', 'following_up',
      'closed', 'not_started')),
  constraint plan_not_started_reason_check
    check (not_started_reason in ('person_declined', 'not_needed', 'other_plan', 'other'))
);
create table plan_deviation (
  id uuid primary key,
  county_id uuid not null,
  organisation_id uuid not null,
  municipality_id uuid not null,
  agreement_id uuid not null,
  section text not null,
  row_key text not null,
  expected text not null,
  chosen text not null,
  reason text not null,
  reported_on date not null,
  constraint plan_deviation_county_id_organisation_id_fkey
    foreign key (county_id, organisation_id) references organisation (county_id, id),
  constraint plan_deviation_county_id_municipality_id_fkey
    foreign key (county_id, municipality_id) references organisation (county_id, id)
);
create index plan_deviation_organisation_id_idx on plan_deviation (organisation_id);
create table read_review (
  id uuid primary key,
  county_id uuid not null,
  organisation_id uuid not null,
  first_day date not null,
  last_day date not null,
  readings integer not null,
  sampled integer not null,
  outcome text not null,
  notes text not null,
  reviewed_by uuid not null,
  reviewed_by_name text not null,
  reviewed_at timestamptz not null,
  constraint read_review_county_id_organisation_id_fkey
    foreign key (county_id, organisation_id) references organisation (county_id, id),
  constraint read_review_outcome_check check (outcome in ('nothing_found', 'to_examine')),
  constraint read_review_period_check check (first_day <= last_day),
  constraint read_review_reviewed_by_fkey foreign key (reviewed_by) references account (id)
);
create index read_review_organisation_id_idx on read_review (organisation_id);
create table basis_decision (
  id uuid primary key,
  county_id uuid not null,
  plan_id uuid not null,
  organisation_id uuid not null,
  to_party uuid not null,
  code text not null,
  categories text[] not null,
  reason_sealed bytea not null,
  decided_by uuid not null,
  decided_by_name text not null,
  decided_at timestamptz not null,
  valid_to timestamptz not null,
  follow_up_on date not null,
  ended_at timestamptz,
  constraint basis_decision_county_id_plan_id_fkey
    foreign key (county_id, plan_id) references plan (county_id, id),
  constraint basis_decision_county_id_organisation_id_fkey
    foreign key (county_id, organisation_id) references organisation (county_id, id),
  constraint basis_decision_period_check check (decided_at < valid_to),
  constraint basis_decision_categories_check check (cardinality(categories) > 0),
  constraint basis_decision_decided_by_fkey foreign key (decided_by) references account (id)
);
create index basis_decision_plan_id_idx on basis_decision (plan_id);
create table closing_survey (
  id uuid primary key,
  county_id uuid not null,
  plan_id uuid not null,
  information integer not null,
  participation integer not null,
  cooperation integer not null,
  meaning integer not null,
  how text not null,
  at timestamptz not null,
  constraint closing_survey_plan_id_key unique (plan_id),
  constraint closing_survey_county_id_plan_id_fkey
    foreign key (county_id, plan_id) references plan (county_id, id),
  constraint closing_survey_scores_check
    check (information between 1 and 5 and participation between 1 and 5 and cooperation between
      1 and 5 and meaning between 1 and 5),
  constraint closing_survey_how_check check (how in ('oral', 'written', 'electronic'))
);
create table copy_key (
  id uuid primary key,
  county_id uuid not null,
  plan_id uuid not null,
  organisation_id uuid not null,
  wrapped bytea,
  master_version integer not null,
  shredded_at timestamptz,
  constraint copy_key_plan_id_organisation_id_key unique (plan_id, organisation_id),
  constraint copy_key_county_id_plan_id_fkey
    foreign key (county_id, plan_id) references plan (county_id, id),
  constraint copy_key_county_id_organisation_id_fkey
    foreign key (county_id, organisation_id) references organisation (county_id, id)
);
create table goal (
  id uuid primary key,
  county_id uuid not null,
  plan_id uuid not null,
  position integer not null,
  stated_by text not null,
  title_sealed bytea not null,
  measure_sealed bytea not null,
  status text not null,
  version integer not null default 1,
  changed_at timestamptz not null,
  changed_by text not null,
  removed_at timestamptz,
  from_party uuid not null,
  category text not null,
  disclosure text
    generated always as (plan_id::text || ':' || from_party::text || ':' || category) stored not
      null,
  constraint goal_plan_id_id_key unique (plan_id, id),
  constraint goal_county_id_plan_id_fkey
    foreign key (county_id, plan_id) references plan (county_id, id),
  constraint goal_stated_by_check check (stated_by in ('person', 'professionals')),
  constraint goal_status_check check (status in ('open', 'reached', 'dropped'))
);
create index goal_plan_id_position_idx on goal (plan_id, position);
create table participant (
  id uuid primary key,
  county_id uuid not null,
  plan_id uuid not null,
  organisation_id uuid not null,
  account_id uuid not null,
  name text not null,
  title text not null,
  sees_protected boolean not null default false,
  joined_at timestamptz not null,
  ended_at timestamptz,
  constraint participant_plan_id_id_key unique (plan_id, id),
  constraint participant_county_id_plan_id_fkey
    foreign key (county_id, plan_id) references plan (county_id, id),
  constraint participant_county_id_organisation_id_fkey
    foreign key (county_id, organisation_id) references organisation (county_id, id),
  constraint participant_account_id_fkey foreign key (account_id) references account (id)
);
create index participant_account_id_organisation_id_plan_id_idx on participant
  (account_id, organisation_id, plan_id)
  where ended_at is null;
create unique index participant_live_key on participant (plan_id, organisation_id, account_id)
  where ended_at is null;
create table plan_change (
  id uuid primary key,
  county_id uuid not null,
  plan_id uuid not null,
  seq integer not null,
  at timestamptz not null,
  organisation_id uuid,
  account_id uuid not null,
  name text not null,
  on_behalf boolean not null,
  subject_kind text not null,
  subject_id uuid not null,
  field text not null,
  before_sealed bytea,
  after_sealed bytea,
  from_party uuid not null,
  category text not null,
  disclosure text
    generated always as (plan_id::text || ':' || from_party::text || ':' || category) stored not
      null,
  constraint plan_change_plan_id_seq_key unique (plan_id, seq),
  constraint plan_change_county_id_plan_id_fkey
    foreign key (county_id, plan_id) references plan (county_id, id),
  constraint plan_change_account_id_fkey foreign key (account_id) references account (id)
);
create table plan_copy (
  id uuid primary key,
  county_id uuid not null,
  plan_id uuid not null,
  organisation_id uuid not null,
  version_number integer,
  form text not null,
  sha256 bytea not null,
  content_sealed bytea not null,
  made_at timestamptz not null,
  made_by text not null,
  constraint plan_copy_county_id_plan_id_fkey
    foreign key (county_id, plan_id) references plan (county_id, id),
  constraint plan_copy_county_id_organisation_id_fkey
    foreign key (county_id, organisation_id) references organisation (county_id, id),
  constraint plan_copy_form_check check (form in ('pdf', 'docx', 'text')),
  constraint plan_copy_plan_id_organisation_id_id_key unique (plan_id, organisation_id, id)
);
create table plan_key (
  id uuid primary key,
  county_id uuid not null,
  plan_id uuid not null,
  wrapped bytea,
  master_version integer not null,
  shredded_at timestamptz,
  constraint plan_key_plan_id_key unique (plan_id),
  constraint plan_key_county_id_plan_id_fkey
    foreign key (county_id, plan_id) references plan (county_id, id)
);
create table plan_person (
  id uuid primary key,
  county_id uuid not null,
  plan_id uuid not null,
  kind text not null,
  capacity text,
  name_sealed bytea not null,
  relation_sealed bytea,
  personnummer_sealed bytea,
  personnummer_index bytea,
  account_id uuid,
  linked_at timestamptz,
  recorded_at timestamptz not null,
  ended_at timestamptz,
  constraint plan_person_plan_id_id_key unique (plan_id, id),
  constraint plan_person_county_id_plan_id_fkey
    foreign key (county_id, plan_id) references plan (county_id, id),
  constraint plan_person_kind_check
    check (kind in ('subject', 'guardian', 'representative', 'relative')),
  constraint plan_person_capacity_check
    check (capacity in ('guardian', 'attorney', 'future_attorney', 'god_man', 'forvaltare')),
  constraint plan_person_account_id_fkey foreign key (account_id) references account (id)
);
create index plan_person_account_id_idx on plan_person (account_id)
  where account_id is not null and ended_at is null;
create index plan_person_personnummer_index_idx on plan_person (personnummer_index);
create unique index plan_person_subject_key on plan_person (plan_id) where kind = 'subject';
create table plan_placing (
  id uuid primary key,
  county_id uuid not null,
  plan_id uuid not null,
  kind text not null,
  subject_id uuid not null,
  text_sealed bytea not null,
  constraint plan_placing_county_id_plan_id_fkey
    foreign key (county_id, plan_id) references plan (county_id, id),
  constraint plan_placing_plan_id_kind_subject_id_key unique (plan_id, kind, subject_id),
  constraint plan_placing_kind_check
    check (kind in ('contact', 'participant_unit', 'action_unit', 'meeting_place'))
);
create table plan_text (
  id uuid primary key,
  county_id uuid not null,
  plan_id uuid not null,
  kind text not null,
  text_sealed bytea not null,
  version integer not null default 1,
  changed_at timestamptz not null,
  changed_by text not null,
  removed_at timestamptz,
  from_party uuid not null,
  category text not null,
  disclosure text
    generated always as (plan_id::text || ':' || from_party::text || ':' || category) stored not
      null,
  constraint plan_text_county_id_plan_id_fkey
    foreign key (county_id, plan_id) references plan (county_id, id),
  constraint plan_text_kind_check
    check (kind in ('need', 'matters', 'purpose', 'long_term_goal', 'not_started_reason', 'note'))
);
create index plan_text_plan_id_idx on plan_text (plan_id);
create table plan_version (
  id uuid primary key,
  county_id uuid not null,
  plan_id uuid not null,
  number integer not null,
  upto_seq integer not null,
  made_at timestamptz not null,
  made_by text not null,
  constraint plan_version_plan_id_number_key unique (plan_id, number),
  constraint plan_version_county_id_plan_id_fkey
    foreign key (county_id, plan_id) references plan (county_id, id)
);
create table retention_clock (
  id uuid primary key,
  county_id uuid not null,
  plan_id uuid not null,
  organisation_id uuid not null,
  rule text not null,
  last_note_on date not null,
  ends_on date not null,
  shredded_at timestamptz,
  constraint retention_clock_plan_id_organisation_id_key unique (plan_id, organisation_id),
  constraint retention_clock_county_id_plan_id_fkey
    foreign key (county_id, plan_id) references plan (county_id, id),
  constraint retention_clock_county_id_organisation_id_fkey
    foreign key (county_id, organisation_id) references organisation (county_id, id),
  constraint retention_clock_rule_check check (rule in ('social', 'patient', 'other'))
);
create table action (
  id uuid primary key,
  county_id uuid not null,
  plan_id uuid not null,
  goal_id uuid not null,
  position integer not null,
  kind text not null,
  organisation_id uuid,
  responsible_id uuid,
  person_id uuid,
  title_sealed bytea not null,
  row_key text,
  due_on date,
  is_decided boolean not null default false,
  status text not null,
  version integer not null default 1,
  changed_at timestamptz not null,
  changed_by text not null,
  removed_at timestamptz,
  from_party uuid not null,
  category text not null,
  disclosure text
    generated always as (plan_id::text || ':' || from_party::text || ':' || category) stored not
      null,
  constraint action_plan_id_id_key unique (plan_id, id),
  constraint action_county_id_plan_id_fkey
    foreign key (county_id, plan_id) references plan (county_id, id),
  constraint action_plan_id_goal_id_fkey
    foreign key (plan_id, goal_id) references goal (plan_id, id),
  constraint action_county_id_organisation_id_fkey
    foreign key (county_id, organisation_id) references organisation (county_id, id),
  constraint action_plan_id_responsible_id_fkey
    foreign key (plan_id, responsible_id) references participant (plan_id, id),
  constraint action_plan_id_person_id_fkey
    foreign key (plan_id, person_id) references plan_person (plan_id, id),
  constraint action_kind_check check (kind in ('action', 'other_action', 'own_action')),
  constraint action_status_check
    check (status in ('not_started', 'in_progress', 'done', 'stopped'))
);
create index action_plan_id_goal_id_position_idx on action (plan_id, goal_id, position);
create index action_responsible_id_idx on action (responsible_id) where removed_at is null;
create table call (
  id uuid primary key,
  county_id uuid not null,
  plan_id uuid not null,
  kind text not null,
  organisation_id uuid not null,
  unit_id uuid,
  asked_sealed bytea not null,
  contribution_sealed bytea,
  status text not null,
  sent_at timestamptz not null,
  answer_by timestamptz not null,
  answered_at timestamptz,
  taken_by uuid,
  constraint call_plan_id_id_key unique (plan_id, id),
  constraint call_county_id_plan_id_fkey
    foreign key (county_id, plan_id) references plan (county_id, id),
  constraint call_county_id_organisation_id_fkey
    foreign key (county_id, organisation_id) references organisation (county_id, id),
  constraint call_organisation_id_unit_id_fkey
    foreign key (organisation_id, unit_id) references unit (organisation_id, id),
  constraint call_plan_id_taken_by_fkey
    foreign key (plan_id, taken_by) references participant (plan_id, id),
  constraint call_kind_check check (kind in ('summons', 'invitation')),
  constraint call_status_check check (status in ('sent', 'taken', 'declined', 'cancelled')),
  constraint call_duty_check check (kind = 'invitation' or status <> 'declined')
);
create index call_organisation_id_unit_id_idx on call (organisation_id, unit_id)
  where status = 'sent';
create index call_plan_id_idx on call (plan_id);
create table consenter (
  id uuid primary key,
  county_id uuid not null,
  plan_id uuid not null,
  person_id uuid not null,
  required_from timestamptz not null,
  required_to timestamptz,
  mandate_scope text[],
  mandate_from timestamptz,
  mandate_to timestamptz,
  mandate_evidence_sealed bytea,
  recorded_at timestamptz not null,
  recorded_by uuid not null,
  constraint consenter_plan_id_id_key unique (plan_id, id),
  constraint consenter_county_id_plan_id_fkey
    foreign key (county_id, plan_id) references plan (county_id, id),
  constraint consenter_plan_id_person_id_fkey
    foreign key (plan_id, person_id) references plan_person (plan_id, id),
  constraint consenter_term_check check (required_to is null or required_to >= required_from),
  constraint consenter_mandate_check
    check (num_nonnulls(mandate_scope, mandate_from, mandate_to) in (0, 3)),
  constraint consenter_recorded_by_fkey foreign key (recorded_by) references account (id)
);
create index consenter_plan_id_idx on consenter (plan_id);
create table follow_up (
  id uuid primary key,
  county_id uuid not null,
  plan_id uuid not null,
  due_on date not null,
  holder_id uuid not null,
  agreed_at timestamptz not null,
  held_on date,
  constraint follow_up_county_id_plan_id_fkey
    foreign key (county_id, plan_id) references plan (county_id, id),
  constraint follow_up_plan_id_holder_id_fkey
    foreign key (plan_id, holder_id) references participant (plan_id, id)
);
create index follow_up_plan_id_idx on follow_up (plan_id);
create table meeting (
  id uuid primary key,
  county_id uuid not null,
  plan_id uuid not null,
  purpose text not null,
  starts_at timestamptz not null,
  ends_at timestamptz not null,
  is_remote boolean not null,
  chair_id uuid not null,
  status text not null,
  revision integer not null default 0,
  changed_at timestamptz not null,
  constraint meeting_plan_id_id_key unique (plan_id, id),
  constraint meeting_county_id_plan_id_fkey
    foreign key (county_id, plan_id) references plan (county_id, id),
  constraint meeting_plan_id_chair_id_fkey
    foreign key (plan_id, chair_id) references participant (plan_id, id),
  constraint meeting_purpose_check check (purpose in ('planning', 'follow_up')),
  constraint meeting_status_check check (status in ('planned', 'held', 'cancelled')),
  constraint meeting_term_check check (starts_at < ends_at)
);
create index meeting_plan_id_starts_at_idx on meeting (plan_id, starts_at);
create table plan_approval (
  id uuid primary key,
  county_id uuid not null,
  plan_id uuid not null,
  number integer not null,
  person_id uuid,
  organisation_id uuid,
  answer text not null,
  how text not null,
  comment_sealed bytea,
  recorded_by text not null,
  at timestamptz not null,
  constraint plan_approval_county_id_plan_id_fkey
    foreign key (county_id, plan_id) references plan (county_id, id),
  constraint plan_approval_plan_id_person_id_fkey
    foreign key (plan_id, person_id) references plan_person (plan_id, id),
  constraint plan_approval_county_id_organisation_id_fkey
    foreign key (county_id, organisation_id) references organisation (county_id, id),
  constraint plan_approval_answer_check check (answer in ('approved', 'objected')),
  constraint plan_approval_how_check check (how in ('oral', 'written', 'electronic')),
  constraint plan_approval_one_party_check check (num_nonnulls(person_id, organisation_id) = 1)
);
create index plan_approval_plan_id_idx on plan_approval (plan_id);
create table agenda_item (
  id uuid primary key,
  county_id uuid not null,
  plan_id uuid not null,
  meeting_id uuid not null,
  title_sealed bytea not null,
  added_by text not null,
  added_at timestamptz not null,
  from_party uuid not null,
  category text not null,
  disclosure text
    generated always as (plan_id::text || ':' || from_party::text || ':' || category) stored not
      null,
  constraint agenda_item_county_id_plan_id_fkey
    foreign key (county_id, plan_id) references plan (county_id, id),
  constraint agenda_item_plan_id_meeting_id_fkey
    foreign key (plan_id, meeting_id) references meeting (plan_id, id)
);
create index agenda_item_plan_id_idx on agenda_item (plan_id);
create table attendance (
  id uuid primary key,
  county_id uuid not null,
  plan_id uuid not null,
  meeting_id uuid not null,
  participant_id uuid,
  person_id uuid,
  calendar_uid text not null,
  reply text not null,
  replied_at timestamptz,
  was_present boolean,
  constraint attendance_county_id_plan_id_fkey
    foreign key (county_id, plan_id) references plan (county_id, id),
  constraint attendance_plan_id_meeting_id_fkey
    foreign key (plan_id, meeting_id) references meeting (plan_id, id),
  constraint attendance_plan_id_participant_id_fkey
    foreign key (plan_id, participant_id) references participant (plan_id, id),
  constraint attendance_plan_id_person_id_fkey
    foreign key (plan_id, person_id) references plan_person (plan_id, id),
  constraint attendance_meeting_id_participant_id_key unique (meeting_id, participant_id),
  constraint attendance_meeting_id_person_id_key unique (meeting_id, person_id),
  constraint attendance_one_party_check check (num_nonnulls(participant_id, person_id) = 1),
  constraint attendance_reply_check
    check (reply in ('none', 'coming', 'not_coming', 'other_time')),
  constraint attendance_calendar_uid_key unique (calendar_uid)
);
create index attendance_plan_id_idx on attendance (plan_id);
create table call_event (
  id uuid primary key,
  county_id uuid not null,
  plan_id uuid not null,
  call_id uuid not null,
  step text not null,
  at timestamptz not null,
  by_name text not null,
  organisation_id uuid,
  from_unit_id uuid,
  to_unit_id uuid,
  constraint call_event_county_id_plan_id_fkey
    foreign key (county_id, plan_id) references plan (county_id, id),
  constraint call_event_plan_id_call_id_fkey
    foreign key (plan_id, call_id) references call (plan_id, id),
  constraint call_event_step_check
    check (step in ('sent', 'forwarded', 'taken', 'declined', 'cancelled', 'reminded'))
);
create index call_event_plan_id_idx on call_event (plan_id);
create table consent_act (
  id uuid primary key,
  county_id uuid not null,
  plan_id uuid not null,
  seq integer not null,
  at timestamptz not null,
  kind text not null,
  consenter_id uuid not null,
  items text[] not null,
  how text not null,
  recorded_by uuid not null,
  recorded_by_name text not null,
  recorded_for uuid,
  valid_from timestamptz,
  valid_to timestamptz,
  information_text_version text not null,
  evidence_hash bytea,
  corrects uuid,
  constraint consent_act_plan_id_id_key unique (plan_id, id),
  constraint consent_act_plan_id_seq_key unique (plan_id, seq),
  constraint consent_act_county_id_plan_id_fkey
    foreign key (county_id, plan_id) references plan (county_id, id),
  constraint consent_act_plan_id_consenter_id_fkey
    foreign key (plan_id, consenter_id) references consenter (plan_id, id),
  constraint consent_act_plan_id_corrects_fkey
    foreign key (plan_id, corrects) references consent_act (plan_id, id),
  constraint consent_act_kind_check
    check (kind in ('ask', 'grant', 'refuse', 'withdraw', 'error')),
  constraint consent_act_how_check check (how in ('oral', 'written', 'electronic')),
  constraint consent_act_corrects_check check ((kind = 'error') = (corrects is not null)),
  constraint consent_act_items_check check (kind = 'error' or cardinality(items) > 0),
  constraint consent_act_period_check
    check ((kind = 'grant') = (num_nonnulls(valid_from, valid_to) = 2) and (kind <> 'grant' or
      (at <= valid_from and valid_from < valid_to))),
  constraint consent_act_recorded_by_fkey foreign key (recorded_by) references account (id)
);
"""

TABLES_IN_ORDER = (
    "agreement_clock",
    "plan",
    "plan_deviation",
    "read_review",
    "basis_decision",
    "closing_survey",
    "copy_key",
    "goal",
    "participant",
    "plan_change",
    "plan_copy",
    "plan_key",
    "plan_person",
    "plan_placing",
    "plan_text",
    "plan_version",
    "retention_clock",
    "action",
    "call",
    "consenter",
    "follow_up",
    "meeting",
    "plan_approval",
    "agenda_item",
    "attendance",
    "call_event",
    "consent_act",
)


def upgrade() -> None:
    op.execute(WIDER)
    op.execute(TABLES)
    for table in TABLES_IN_ORDER:
        op.execute(
            f"alter table app.{table} enable row level security, force row level security;"
            f"create policy maintain on app.{table} to portal_owner using (true) with check (true);"
            f"create policy authz on app.{table} to portal_authz using (true) with check (true);"
        )


def downgrade() -> None:
    for table in reversed(TABLES_IN_ORDER):
        op.execute(f"drop table app.{table} cascade")
    op.execute(NARROWER)
