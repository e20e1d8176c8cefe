-- Who signs in, in which role, and how the database knows who asks.

-- Somebody who has signed in, as their provider names them.
create table app.account (
  id uuid primary key,
  issuer text not null,
  subject text not null,
  name text not null,
  email text,
  created_at timestamptz not null,
  disabled_at timestamptz,
  unique (issuer, subject)
);

-- A role in an organisation, or in one unit of it, until it ends.
create table app.membership (
  id uuid primary key,
  county_id uuid not null,
  account_id uuid not null references app.account,
  organisation_id uuid not null,
  unit_id uuid,
  role text not null constraint membership_role_check check (role in
    ('administrator', 'coordinator', 'signatory', 'reviewer', 'caseworker', 'individual')),
  granted_at timestamptz not null,
  ended_at timestamptz,
  constraint membership_county_id_organisation_id_fkey
    foreign key (county_id, organisation_id) references app.organisation (county_id, id),
  constraint membership_organisation_id_unit_id_fkey
    foreign key (organisation_id, unit_id) references app.unit (organisation_id, id)
);
create unique index membership_live_key on app.membership
  (account_id, organisation_id, role, unit_id) nulls not distinct where ended_at is null;
create index membership_organisation_id_role_idx on app.membership (organisation_id, role)
  where ended_at is null;

-- A code, kept as its hash, that gives a role once. With a plan it also links a private person to
-- their own place in it.
create table app.invitation (
  id uuid primary key,
  county_id uuid not null,
  token_hash bytea not null constraint invitation_token_hash_key unique,
  issuer_key text not null,
  organisation_id uuid not null,
  unit_id uuid,
  role text not null constraint invitation_role_check check (role in
    ('administrator', 'coordinator', 'signatory', 'reviewer', 'caseworker', 'individual')),
  name text not null,
  email text,
  plan_id uuid,
  plan_person_id uuid,
  personnummer_index bytea,
  invited_by text not null,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  used_at timestamptz,
  revoked_at timestamptz,
  constraint invitation_county_id_organisation_id_fkey
    foreign key (county_id, organisation_id) references app.organisation (county_id, id),
  constraint invitation_organisation_id_unit_id_fkey
    foreign key (organisation_id, unit_id) references app.unit (organisation_id, id),
  constraint invitation_plan_person_check check (num_nonnulls(plan_id, plan_person_id) in (0, 2)
    and (plan_id is null or role = 'individual'))
);
create index invitation_plan_id_idx on app.invitation (plan_id) where plan_id is not null;
create index invitation_organisation_id_idx on app.invitation (organisation_id);

-- A session, found by the hash of its token. `id_token` is sealed so that only its own cookie opens
-- it.
create table app.session (
  id uuid primary key,
  token_hash bytea not null constraint session_token_hash_key unique,
  account_id uuid not null references app.account,
  organisation_id uuid not null references app.organisation,
  issuer_key text not null,
  provider_session text,
  id_token text not null,
  level integer not null,
  signed_in_at timestamptz not null,
  last_seen_at timestamptz not null,
  idle_seconds integer not null,
  expires_at timestamptz not null,
  ended_at timestamptz
);
create index session_account_id_idx on app.session (account_id) where ended_at is null;

-- What a sign-in that has begun needs when the person comes back from the provider.
create table app.sign_in_flow (
  state_hash bytea primary key,
  data jsonb not null,
  expires_at timestamptz not null
);
create index sign_in_flow_expires_at_idx on app.sign_in_flow (expires_at);

-- Attempts counted in a window of time, under a hash of what is counted and for whom.
create table app.attempt (
  key_hash bytea primary key,
  began_at timestamptz not null,
  times integer not null
);
create index attempt_began_at_idx on app.attempt (began_at);

-- The key that proves that a sign-in was checked by the application and not injected as SQL.
create table app.sign_in_key (
  one boolean primary key default true constraint sign_in_key_one_check check (one),
  key bytea not null
);
