-- Whose consent is needed, what they have said, and what is decided without consent.

-- Somebody whose consent is needed, and the mandate of who stands in for the person.
create table app.consenter (
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
    foreign key (county_id, plan_id) references app.plan (county_id, id),
  constraint consenter_plan_id_person_id_fkey
    foreign key (plan_id, person_id) references app.plan_person (plan_id, id),
  constraint consenter_term_check check (required_to is null or required_to >= required_from),
  constraint consenter_mandate_check
    check (num_nonnulls(mandate_scope, mandate_from, mandate_to) in (0, 3)),
  constraint consenter_recorded_by_fkey foreign key (recorded_by) references app.account (id)
);
create index consenter_plan_id_idx on app.consenter (plan_id);

-- One act: somebody asks, grants, refuses, withdraws, or marks an act as made in error. Items are
-- "plan", "invite:party", "relative:person" and "share:source:addressee:category".
create table app.consent_act (
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
    foreign key (county_id, plan_id) references app.plan (county_id, id),
  constraint consent_act_plan_id_consenter_id_fkey
    foreign key (plan_id, consenter_id) references app.consenter (plan_id, id),
  constraint consent_act_plan_id_corrects_fkey
    foreign key (plan_id, corrects) references app.consent_act (plan_id, id),
  constraint consent_act_kind_check
    check (kind in ('ask', 'grant', 'refuse', 'withdraw', 'error')),
  constraint consent_act_how_check check (how in ('oral', 'written', 'electronic')),
  constraint consent_act_corrects_check check ((kind = 'error') = (corrects is not null)),
  constraint consent_act_items_check check (kind = 'error' or cardinality(items) > 0),
  constraint consent_act_period_check
    check ((kind = 'grant') = (num_nonnulls(valid_from, valid_to) = 2) and (kind <> 'grant' or
      (at <= valid_from and valid_from < valid_to))),
  constraint consent_act_recorded_by_fkey foreign key (recorded_by) references app.account (id)
);
create index consent_act_plan_id_corrects_idx on app.consent_act (plan_id, corrects)
  where corrects is not null;

-- A decision to disclose without consent, on a legal ground, to one party and until a day.
create table app.basis_decision (
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
    foreign key (county_id, plan_id) references app.plan (county_id, id),
  constraint basis_decision_county_id_organisation_id_fkey
    foreign key (county_id, organisation_id) references app.organisation (county_id, id),
  constraint basis_decision_period_check check (decided_at < valid_to),
  constraint basis_decision_categories_check check (cardinality(categories) > 0),
  constraint basis_decision_decided_by_fkey foreign key (decided_by) references app.account (id)
);
create index basis_decision_plan_id_idx on app.basis_decision (plan_id);

-- How long a decision on each legal ground may last: the installation's own setting.
create table app.basis_limit (
  id uuid primary key,
  code text not null,
  longest interval not null,
  constraint basis_limit_code_key unique (code),
  constraint basis_limit_longest_check check (longest > '0'::interval)
);

-- Somebody's part in a plan and what consent makes of it now: what app.sight() answers.
create type app.part_seen as (
  plan_id uuid,
  party uuid,
  participant_id uuid,
  person_id uuid,
  sees_protected boolean,
  is_protected boolean,
  is_open boolean,
  is_owner boolean,
  is_handler boolean,
  is_called boolean,
  keys text[],
  acts uuid[],
  decisions uuid[],
  logged bigint
);
