-- Mail that waits.

-- One mail to one account: a kind, a path and never a text about anybody. `dedupe` says what is
-- sent once. Mail about a plan leads to a page of that plan or to a meeting, whoever queued it.
create table app.outbox (
  id uuid primary key,
  county_id uuid not null,
  account_id uuid not null references app.account,
  plan_id uuid,
  organisation_id uuid,
  calendar jsonb,
  kind text not null,
  path text not null,
  dedupe text not null constraint outbox_dedupe_key unique,
  not_before timestamptz not null,
  attempts integer not null default 0,
  lease_until timestamptz,
  sent_at timestamptz,
  dead_at timestamptz,
  last_error text,
  constraint outbox_path_check check (plan_id is null
    or path ~ ('^/(sip/plans|my-plan)/' || plan_id || '(/[a-z0-9-]+)*$')
    or path ~ '^/meetings/[0-9a-f-]{36}$')
);
create index outbox_not_before_idx on app.outbox (not_before)
  where sent_at is null and dead_at is null;
create index outbox_plan_id_idx on app.outbox (plan_id) where plan_id is not null;
