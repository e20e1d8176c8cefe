"""Create the hash-chained audit log and the outbox."""

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

AUDIT = """
set local search_path = app, pg_temp;
create table audit_head (
  stream uuid primary key,
  seq bigint not null,
  hash bytea not null
);
create table audit_entry (
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
create index audit_entry_organisation_id_at_idx on audit_entry (organisation_id, at);
"""

# `details` is canonical JSON, which escapes control characters: chr(31) cannot occur in a field.
CHAIN = """
create function app.chain_audit() returns trigger
language plpgsql security definer set search_path = app, pg_temp as $$
declare head audit_head;
begin
  insert into audit_head values (new.stream, 0, sha256(uuid_send(new.stream)))
    on conflict do nothing;
  select * into head from audit_head where stream = new.stream for update;
  new.seq := head.seq + 1;
  new.at := date_trunc('milliseconds', clock_timestamp());
  new.hash := sha256(head.hash || convert_to(concat_ws(chr(31), new.stream, new.seq,
    (extract(epoch from new.at) * 1000)::bigint, new.id, new.county_id,
    coalesce(new.organisation_id::text, '-'), coalesce(new.account_id::text, '-'),
    coalesce(new.session_id::text, '-'), new.action, new.subject_kind, new.subject_id,
    new.details), 'UTF8'));
  update audit_head set seq = new.seq, hash = new.hash where stream = new.stream;
  return new;
end $$;
create function app.refuse_change() returns trigger language plpgsql as $$
begin
  raise exception '% is append-only', tg_table_name using errcode = 'insufficient_privilege';
end $$;
"""

TRIGGERS = """
create trigger chain before insert on app.audit_entry
  for each row execute function app.chain_audit();
create trigger append_only before update or delete on app.audit_entry
  for each row execute function app.refuse_change();
create trigger append_only_table before truncate on app.audit_entry
  for each statement execute function app.refuse_change();
grant select, insert, update on app.audit_head to portal_authz;
grant insert, select on app.audit_entry to portal_app;
create policy record on app.audit_entry for insert to portal_app
  with check (organisation_id = (select app.my_organisation())
              and account_id = (select app.my_account())
              and session_id = (select app.my_session())
              and county_id = (select app.my_county()));
create policy review on app.audit_entry for select to portal_app
  using (organisation_id = (select app.my_organisation()) and (select app.i_am('reviewer')));
"""

OUTBOX = """
set local search_path = app, pg_temp;
create table outbox (
  id uuid primary key,
  county_id uuid not null,
  account_id uuid not null references account,
  kind text not null,
  path text not null,
  dedupe text not null constraint outbox_dedupe_key unique,
  not_before timestamptz not null,
  attempts integer not null default 0,
  lease_until timestamptz,
  sent_at timestamptz,
  dead_at timestamptz,
  last_error text
);
create index outbox_not_before_idx on outbox (not_before)
  where sent_at is null and dead_at is null;
grant select on outbox to portal_worker;
grant update (attempts, not_before, lease_until, sent_at, dead_at, last_error) on outbox
  to portal_worker;
grant select, insert on outbox to portal_authz;
create policy work on outbox to portal_worker using (true);
"""

# Only the database knows who holds a role in another organisation, so it addresses the mail.
OUTBOX_HELPERS = """
create function app.enqueue(wanted_organisation uuid, wanted_roles text[], p_kind text,
  p_path text, p_dedupe text) returns integer
language plpgsql volatile security definer set search_path = app, pg_temp as $$
declare queued integer;
begin
  insert into outbox (id, county_id, account_id, kind, path, dedupe, not_before)
  select gen_random_uuid(), o.county_id, m.account_id, p_kind, p_path,
    p_dedupe || ':' || m.account_id, now()
  from organisation o join membership m on m.organisation_id = o.id and m.ended_at is null
  join account a on a.id = m.account_id and a.disabled_at is null and a.email is not null
  where o.id = wanted_organisation and o.closed_at is null and m.role = any (wanted_roles)
    and m.account_id is distinct from my_account()
    and (o.county_id = my_county() or pg_has_role(session_user, 'portal_owner', 'member'))
  group by o.county_id, m.account_id
  on conflict (dedupe) do nothing;
  get diagnostics queued = row_count;
  return queued;
end $$;
create function app.mail_address(wanted uuid) returns text
language sql stable security definer set search_path = app, pg_temp as
$$ select email from account where id = wanted and disabled_at is null $$;
"""

PROTECTED = ("audit_head", "audit_entry", "outbox")


def upgrade() -> None:
    op.execute(AUDIT)
    op.execute(OUTBOX)
    for table in PROTECTED:
        op.execute(
            f"alter table app.{table} enable row level security, force row level security;"
            f"create policy maintain on app.{table} to portal_owner using (true) with check (true);"
            f"create policy authz on app.{table} to portal_authz using (true) with check (true);"
        )
    op.execute("grant create on schema app to portal_authz; set role portal_authz")
    op.execute(CHAIN)
    op.execute(OUTBOX_HELPERS)
    op.execute("revoke execute on all functions in schema app from public")
    op.execute(
        "grant execute on function app.enqueue(uuid, text[], text, text, text) to portal_app;"
        "grant execute on function app.mail_address(uuid) to portal_worker;"
    )
    op.execute("reset role; revoke create on schema app from portal_authz")
    op.execute(TRIGGERS)


def downgrade() -> None:
    op.execute("drop table app.outbox, app.audit_entry, app.audit_head")
    op.execute(
        "set role portal_authz;"
        "drop function app.enqueue(uuid, text[], text, text, text), app.mail_address(uuid),"
        " app.chain_audit(), app.refuse_change(); reset role"
    )
