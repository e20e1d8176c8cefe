-- Copies that an organisation keeps of a plan, and how long.

-- The key of an organisation's copies of a plan, wrapped; gone when it is shredded.
create table app.copy_key (
  id uuid primary key,
  county_id uuid not null,
  plan_id uuid not null,
  organisation_id uuid not null,
  wrapped bytea,
  master_version integer not null,
  shredded_at timestamptz,
  constraint copy_key_plan_id_organisation_id_key unique (plan_id, organisation_id),
  constraint copy_key_county_id_plan_id_fkey
    foreign key (county_id, plan_id) references app.plan (county_id, id),
  constraint copy_key_county_id_organisation_id_fkey
    foreign key (county_id, organisation_id) references app.organisation (county_id, id)
);

-- A copy, sealed. `holds_placing` when it tells of a unit.
create table app.plan_copy (
  id uuid primary key,
  county_id uuid not null,
  plan_id uuid not null,
  organisation_id uuid not null,
  version_number integer,
  form text not null,
  holds_placing boolean not null default false,
  sha256 bytea not null,
  content_sealed bytea not null,
  made_at timestamptz not null,
  made_by text not null,
  constraint plan_copy_county_id_plan_id_fkey
    foreign key (county_id, plan_id) references app.plan (county_id, id),
  constraint plan_copy_county_id_organisation_id_fkey
    foreign key (county_id, organisation_id) references app.organisation (county_id, id),
  constraint plan_copy_form_check check (form in ('pdf', 'docx', 'text')),
  constraint plan_copy_plan_id_organisation_id_id_key unique (plan_id, organisation_id, id)
);

-- Until when an organisation keeps its copies, by which rule.
create table app.retention_clock (
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
    foreign key (county_id, plan_id) references app.plan (county_id, id),
  constraint retention_clock_county_id_organisation_id_fkey
    foreign key (county_id, organisation_id) references app.organisation (county_id, id),
  constraint retention_clock_rule_check check (rule in ('social', 'patient', 'other'))
);
create index retention_clock_ends_on_idx on app.retention_clock (ends_on)
  where shredded_at is null;
