-- The review of who has read.

-- A reviewer's report on what the organisation's staff have read in plans during some days.
create table app.read_review (
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
    foreign key (county_id, organisation_id) references app.organisation (county_id, id),
  constraint read_review_outcome_check check (outcome in ('nothing_found', 'to_examine')),
  constraint read_review_period_check check (first_day <= last_day),
  constraint read_review_reviewed_by_fkey foreign key (reviewed_by) references app.account (id)
);
create index read_review_organisation_id_idx on app.read_review (organisation_id);
