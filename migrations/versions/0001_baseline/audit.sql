-- The audit log: one chain of entries per stream, which is an organisation, an agreement or a plan.

-- The last entry of each stream.
create table app.audit_head (
  stream uuid primary key,
  seq bigint not null,
  hash bytea not null
);

-- Who did what, when. `details` is canonical JSON; `hash` chains it to the entry before.
create table app.audit_entry (
  id uuid primary key,
  county_id uuid not null,
  stream uuid not null,
  seq bigint not null,
  at timestamptz not null,
  organisation_id uuid,
  account_id uuid,
  session_id uuid,
  action text not null,
  subject_kind text not null,
  subject_id uuid not null,
  details text not null,
  hash bytea not null,
  unique (stream, seq)
);
create index audit_entry_organisation_id_at_idx on app.audit_entry (organisation_id, at);
