-- A plan (SIP): the case, who takes part, and what is written. What is written about people is
-- sealed with the plan's key. `disclosure` names what consent is asked about, as
-- "plan:source:category".

-- A case at the organisation that found the need, which is its initiator. `version` counts changes.
create table app.plan (
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
  ends_on date,
  closed_at timestamptz,
  constraint plan_county_id_id_key unique (county_id, id),
  constraint plan_initiator_id_case_number_key unique (initiator_id, case_number),
  constraint plan_county_id_initiator_id_fkey
    foreign key (county_id, initiator_id) references app.organisation (county_id, id),
  constraint plan_county_id_municipality_id_fkey
    foreign key (county_id, municipality_id) references app.organisation (county_id, id),
  constraint plan_county_id_lead_principal_id_fkey
    foreign key (county_id, lead_principal_id) references app.organisation (county_id, id),
  constraint plan_phase_check
    check (phase in ('need', 'consent', 'preparing', 'meeting', 'planning', 'following_up',
      'closed', 'not_started')),
  constraint plan_not_started_reason_check
    check (not_started_reason in ('person_declined', 'not_needed', 'other_plan', 'other'))
);

-- The key of what is written in the plan, wrapped; gone when it is shredded.
create table app.plan_key (
  id uuid primary key,
  county_id uuid not null,
  plan_id uuid not null,
  wrapped bytea,
  master_version integer not null,
  shredded_at timestamptz,
  constraint plan_key_plan_id_key unique (plan_id),
  constraint plan_key_county_id_plan_id_fkey
    foreign key (county_id, plan_id) references app.plan (county_id, id)
);

-- Staff who take part for an organisation. `sees_protected` names the few who see what gives away
-- where somebody with protected identity is.
create table app.participant (
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
    foreign key (county_id, plan_id) references app.plan (county_id, id),
  constraint participant_county_id_organisation_id_fkey
    foreign key (county_id, organisation_id) references app.organisation (county_id, id),
  constraint participant_account_id_fkey foreign key (account_id) references app.account (id)
);
create index participant_account_id_organisation_id_plan_id_idx on app.participant
  (account_id, organisation_id, plan_id)
  where ended_at is null;
create unique index participant_live_key on app.participant (plan_id, organisation_id, account_id)
  where ended_at is null;

-- A private person in the plan: whom it is about, and those near them.
create table app.plan_person (
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
    foreign key (county_id, plan_id) references app.plan (county_id, id),
  constraint plan_person_kind_check
    check (kind in ('subject', 'guardian', 'representative', 'relative')),
  constraint plan_person_capacity_check
    check (capacity in ('guardian', 'attorney', 'future_attorney', 'god_man', 'forvaltare')),
  constraint plan_person_account_id_fkey foreign key (account_id) references app.account (id)
);
create index plan_person_account_id_idx on app.plan_person (account_id)
  where account_id is not null and ended_at is null;
create index plan_person_personnummer_index_idx on app.plan_person (personnummer_index);
create unique index plan_person_subject_key on app.plan_person (plan_id) where kind = 'subject';

-- A text of the plan, held by the party that wrote it.
create table app.plan_text (
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
    foreign key (county_id, plan_id) references app.plan (county_id, id),
  constraint plan_text_kind_check
    check (kind in ('need', 'matters', 'purpose', 'long_term_goal', 'not_started_reason', 'note'))
);
create index plan_text_plan_id_idx on app.plan_text (plan_id);

-- A goal, stated by the person or by the professionals.
create table app.goal (
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
    foreign key (county_id, plan_id) references app.plan (county_id, id),
  constraint goal_stated_by_check check (stated_by in ('person', 'professionals')),
  constraint goal_status_check check (status in ('open', 'reached', 'dropped'))
);
create index goal_plan_id_position_idx on app.goal (plan_id, position);

-- What somebody does for a goal: an organisation, one of its participants, or a private person.
-- `row_key` is the measure of the agreement that it follows.
create table app.action (
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
  agreement_id uuid,
  row_key text,
  reason_sealed bytea,
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
    foreign key (county_id, plan_id) references app.plan (county_id, id),
  constraint action_plan_id_goal_id_fkey
    foreign key (plan_id, goal_id) references app.goal (plan_id, id),
  constraint action_county_id_organisation_id_fkey
    foreign key (county_id, organisation_id) references app.organisation (county_id, id),
  constraint action_plan_id_responsible_id_fkey
    foreign key (plan_id, responsible_id) references app.participant (plan_id, id),
  constraint action_plan_id_person_id_fkey
    foreign key (plan_id, person_id) references app.plan_person (plan_id, id),
  constraint action_kind_check check (kind in ('action', 'other_action', 'own_action')),
  constraint action_status_check
    check (status in ('not_started', 'in_progress', 'done', 'stopped'))
);
create index action_plan_id_goal_id_position_idx on app.action (plan_id, goal_id, position);
create index action_responsible_id_idx on app.action (responsible_id) where removed_at is null;

-- What gives away where somebody is: a contact, a unit, a place.
create table app.plan_placing (
  id uuid primary key,
  county_id uuid not null,
  plan_id uuid not null,
  kind text not null,
  subject_id uuid not null,
  text_sealed bytea not null,
  constraint plan_placing_county_id_plan_id_fkey
    foreign key (county_id, plan_id) references app.plan (county_id, id),
  constraint plan_placing_plan_id_kind_subject_id_key unique (plan_id, kind, subject_id),
  constraint plan_placing_kind_check
    check (kind in ('contact', 'participant_unit', 'action_unit', 'meeting_place'))
);

-- What was changed, in order: the plan's history.
create table app.plan_change (
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
    foreign key (county_id, plan_id) references app.plan (county_id, id),
  constraint plan_change_account_id_fkey foreign key (account_id) references app.account (id)
);

-- A version that was approved or shared: all changes up to `upto_seq`.
create table app.plan_version (
  id uuid primary key,
  county_id uuid not null,
  plan_id uuid not null,
  number integer not null,
  upto_seq integer not null,
  made_at timestamptz not null,
  made_by text not null,
  constraint plan_version_plan_id_number_key unique (plan_id, number),
  constraint plan_version_county_id_plan_id_fkey
    foreign key (county_id, plan_id) references app.plan (county_id, id)
);

-- What somebody, or an organisation, says of a version.
create table app.plan_approval (
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
    foreign key (county_id, plan_id) references app.plan (county_id, id),
  constraint plan_approval_plan_id_person_id_fkey
    foreign key (plan_id, person_id) references app.plan_person (plan_id, id),
  constraint plan_approval_county_id_organisation_id_fkey
    foreign key (county_id, organisation_id) references app.organisation (county_id, id),
  constraint plan_approval_answer_check check (answer in ('approved', 'objected')),
  constraint plan_approval_how_check check (how in ('oral', 'written', 'electronic')),
  constraint plan_approval_one_party_check check (num_nonnulls(person_id, organisation_id) = 1)
);
create index plan_approval_plan_id_idx on app.plan_approval (plan_id);

-- What the person answered when the plan was closed, from 1 to 5.
create table app.closing_survey (
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
    foreign key (county_id, plan_id) references app.plan (county_id, id),
  constraint closing_survey_scores_check
    check (information between 1 and 5 and participation between 1 and 5 and cooperation between
      1 and 5 and meaning between 1 and 5),
  constraint closing_survey_how_check check (how in ('oral', 'written', 'electronic'))
);

-- Where a plan went another way than the agreement says; it does not say which plan.
create table app.plan_deviation (
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
    foreign key (county_id, organisation_id) references app.organisation (county_id, id),
  constraint plan_deviation_county_id_municipality_id_fkey
    foreign key (county_id, municipality_id) references app.organisation (county_id, id)
);
create index plan_deviation_organisation_id_idx on app.plan_deviation (organisation_id);
