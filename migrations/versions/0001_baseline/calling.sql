-- Calling together: calls, meetings, follow-ups, and the clocks that parties set for them.

-- A number of days that the parties of a municipality's agreement have set.
create table app.agreement_clock (
  id uuid primary key,
  county_id uuid not null,
  municipality_id uuid not null,
  key text not null,
  days integer not null,
  set_by text not null,
  set_at timestamptz not null,
  constraint agreement_clock_municipality_id_key_key unique (municipality_id, key),
  constraint agreement_clock_county_id_municipality_id_fkey
    foreign key (county_id, municipality_id) references app.organisation (county_id, id),
  constraint agreement_clock_days_check check (days between 0 and 365)
);

-- A summons or an invitation to an organisation, which waits at a unit or at all of them.
create table app.call (
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
    foreign key (county_id, plan_id) references app.plan (county_id, id),
  constraint call_county_id_organisation_id_fkey
    foreign key (county_id, organisation_id) references app.organisation (county_id, id),
  constraint call_organisation_id_unit_id_fkey
    foreign key (organisation_id, unit_id) references app.unit (organisation_id, id),
  constraint call_plan_id_taken_by_fkey
    foreign key (plan_id, taken_by) references app.participant (plan_id, id),
  constraint call_kind_check check (kind in ('summons', 'invitation')),
  constraint call_status_check check (status in ('sent', 'taken', 'declined', 'cancelled')),
  constraint call_duty_check check (kind = 'invitation' or status <> 'declined')
);
create index call_organisation_id_unit_id_idx on app.call (organisation_id, unit_id)
  where status = 'sent';
create index call_plan_id_idx on app.call (plan_id);

-- What became of a call, step by step.
create table app.call_event (
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
  reason text,
  constraint call_event_county_id_plan_id_fkey
    foreign key (county_id, plan_id) references app.plan (county_id, id),
  constraint call_event_plan_id_call_id_fkey
    foreign key (plan_id, call_id) references app.call (plan_id, id),
  constraint call_event_step_check
    check (step in ('sent', 'forwarded', 'taken', 'declined', 'cancelled', 'reminded')),
  constraint call_event_reason_check
    check (reason in ('not_concerned', 'no_time', 'other_way', 'other'))
);
create index call_event_plan_id_idx on app.call_event (plan_id);

-- A meeting; `revision` counts what calendars have been told.
create table app.meeting (
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
    foreign key (county_id, plan_id) references app.plan (county_id, id),
  constraint meeting_plan_id_chair_id_fkey
    foreign key (plan_id, chair_id) references app.participant (plan_id, id),
  constraint meeting_purpose_check check (purpose in ('planning', 'follow_up')),
  constraint meeting_status_check check (status in ('planned', 'held', 'cancelled')),
  constraint meeting_term_check check (starts_at < ends_at)
);
create index meeting_plan_id_starts_at_idx on app.meeting (plan_id, starts_at);

-- What somebody wants to take up at a meeting.
create table app.agenda_item (
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
    foreign key (county_id, plan_id) references app.plan (county_id, id),
  constraint agenda_item_plan_id_meeting_id_fkey
    foreign key (plan_id, meeting_id) references app.meeting (plan_id, id)
);
create index agenda_item_plan_id_idx on app.agenda_item (plan_id);

-- Somebody who is asked to a meeting, what they answered and whether they came.
create table app.attendance (
  id uuid primary key,
  county_id uuid not null,
  plan_id uuid not null,
  meeting_id uuid not null,
  participant_id uuid,
  person_id uuid,
  calendar_uid text not null,
  reply text not null,
  replied_at timestamptz,
  note_sealed bytea,
  was_present boolean,
  cancelled_at timestamptz,
  constraint attendance_county_id_plan_id_fkey
    foreign key (county_id, plan_id) references app.plan (county_id, id),
  constraint attendance_plan_id_meeting_id_fkey
    foreign key (plan_id, meeting_id) references app.meeting (plan_id, id),
  constraint attendance_plan_id_participant_id_fkey
    foreign key (plan_id, participant_id) references app.participant (plan_id, id),
  constraint attendance_plan_id_person_id_fkey
    foreign key (plan_id, person_id) references app.plan_person (plan_id, id),
  constraint attendance_meeting_id_participant_id_key unique (meeting_id, participant_id),
  constraint attendance_meeting_id_person_id_key unique (meeting_id, person_id),
  constraint attendance_one_party_check check (num_nonnulls(participant_id, person_id) = 1),
  constraint attendance_reply_check
    check (reply in ('none', 'coming', 'not_coming', 'other_time')),
  constraint attendance_calendar_uid_key unique (calendar_uid)
);
create index attendance_plan_id_idx on app.attendance (plan_id);

-- A follow-up that somebody has promised to hold.
create table app.follow_up (
  id uuid primary key,
  county_id uuid not null,
  plan_id uuid not null,
  due_on date not null,
  holder_id uuid not null,
  agreed_at timestamptz not null,
  held_on date,
  constraint follow_up_county_id_plan_id_fkey
    foreign key (county_id, plan_id) references app.plan (county_id, id),
  constraint follow_up_plan_id_holder_id_fkey
    foreign key (plan_id, holder_id) references app.participant (plan_id, id)
);
create index follow_up_plan_id_idx on app.follow_up (plan_id);
