"""Create counties, organisations, accounts, memberships and sessions, and who the database trusts.

The four roles (portal_owner, portal_authz, portal_app, portal_worker) exist beforehand: only a
superuser may create them (docs/operations.md). portal_owner must be a member of portal_authz.
"""

from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

TABLES = """
create schema app;
grant usage on schema app to portal_app, portal_worker, portal_authz;
set local search_path = app, pg_temp;

create table county (
  id uuid primary key,
  key text not null constraint county_key_key unique,
  name text not null,
  code text not null
);

create table organisation (
  id uuid primary key,
  county_id uuid not null references county,
  kind text not null constraint organisation_kind_check check (kind in
    ('municipality', 'region', 'police', 'coordination_group', 'user_organisation')),
  name text not null,
  short_name text not null,
  sort_key text not null,
  organisation_number text,
  tile_row integer,
  tile_column integer,
  tile_label text,
  closed_at timestamptz,
  unique (county_id, id),
  unique (county_id, name)
);

create table unit (
  id uuid primary key,
  county_id uuid not null,
  organisation_id uuid not null,
  key text not null,
  name text not null,
  sort_key text not null,
  unique (organisation_id, id),
  unique (organisation_id, key),
  constraint unit_county_id_organisation_id_fkey
    foreign key (county_id, organisation_id) references organisation (county_id, id)
);

create table account (
  id uuid primary key,
  issuer text not null,
  subject text not null,
  name text not null,
  email text,
  created_at timestamptz not null,
  disabled_at timestamptz,
  unique (issuer, subject)
);

create table membership (
  id uuid primary key,
  county_id uuid not null,
  account_id uuid not null references account,
  organisation_id uuid not null,
  unit_id uuid,
  role text not null constraint membership_role_check check (role in
    ('administrator', 'coordinator', 'signatory', 'reviewer')),
  granted_at timestamptz not null,
  ended_at timestamptz,
  constraint membership_county_id_organisation_id_fkey
    foreign key (county_id, organisation_id) references organisation (county_id, id),
  constraint membership_organisation_id_unit_id_fkey
    foreign key (organisation_id, unit_id) references unit (organisation_id, id)
);
create unique index membership_live_key on membership
  (account_id, organisation_id, role, unit_id) nulls not distinct where ended_at is null;
create index membership_organisation_id_role_idx on membership (organisation_id, role)
  where ended_at is null;

create table invitation (
  id uuid primary key,
  county_id uuid not null,
  token_hash bytea not null constraint invitation_token_hash_key unique,
  issuer_key text not null,
  organisation_id uuid not null,
  unit_id uuid,
  role text not null constraint invitation_role_check check (role in
    ('administrator', 'coordinator', 'signatory', 'reviewer')),
  name text not null,
  email text,
  invited_by text not null,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  used_at timestamptz,
  revoked_at timestamptz,
  constraint invitation_county_id_organisation_id_fkey
    foreign key (county_id, organisation_id) references organisation (county_id, id),
  constraint invitation_organisation_id_unit_id_fkey
    foreign key (organisation_id, unit_id) references unit (organisation_id, id)
);
create index invitation_organisation_id_idx on invitation (organisation_id);

create table session (
  id uuid primary key,
  token_hash bytea not null constraint session_token_hash_key unique,
  account_id uuid not null references account,
  organisation_id uuid not null references organisation,
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
create index session_account_id_idx on session (account_id) where ended_at is null;

create table sign_in_flow (
  state_hash bytea primary key,
  data jsonb not null,
  expires_at timestamptz not null
);

create index sign_in_flow_expires_at_idx on sign_in_flow (expires_at);

-- attempts counted in a window of time, under a hash of what is counted and for whom
create table attempt (
  key_hash bytea primary key,
  began_at timestamptz not null,
  times integer not null
);
create index attempt_began_at_idx on attempt (began_at);

-- the key that proves that a sign-in was checked by the application and not injected as SQL
create table sign_in_key (
  one boolean primary key default true constraint sign_in_key_one_check check (one),
  key bytea not null
);
"""

# Helpers are owned by portal_authz, which owns nothing else and reads through policies of its own.
HELPERS = """
-- These two are written out where they are called, so that each helper is one planned query. They
-- have neither a definer nor a search path of their own, and only portal_authz may call them.
create function app.live_session() returns setof app.session
language sql stable rows 1 as $$
  select s.* from app.session s join app.account a on a.id = s.account_id
  where s.token_hash = sha256(convert_to(nullif(current_setting('app.token', true), ''), 'UTF8'))
    and s.ended_at is null and s.expires_at > now() and a.disabled_at is null
    and s.last_seen_at + make_interval(secs => s.idle_seconds) > now()
$$;

-- whom the session acts for, while the person still has a role there
create function app.acting()
returns table (account_id uuid, organisation_id uuid, organisation_kind text, county_id uuid)
language sql stable rows 1 as $$
  select s.account_id, o.id, o.kind, o.county_id
  from app.live_session() s
  join app.organisation o on o.id = s.organisation_id and o.closed_at is null
  where exists (select from app.membership m where m.account_id = s.account_id
                and m.organisation_id = o.id and m.ended_at is null)
$$;

create function app.my_account() returns uuid
language sql stable security definer set search_path = app, pg_temp as
$$ select account_id from live_session() $$;

create function app.my_session() returns uuid
language sql stable security definer set search_path = app, pg_temp as
$$ select id from live_session() $$;

create function app.my_organisation() returns uuid
language sql stable security definer set search_path = app, pg_temp as
$$ select organisation_id from acting() $$;

create function app.my_county() returns uuid
language sql stable security definer set search_path = app, pg_temp as
$$ select county_id from acting() $$;

create function app.i_am(wanted text) returns boolean
language sql stable security definer set search_path = app, pg_temp as $$
  select exists (select from acting() me join membership m on m.account_id = me.account_id
    and m.organisation_id = me.organisation_id and m.role = wanted and m.ended_at is null)
$$;

create function app.my_colleagues() returns uuid[]
language sql stable security definer set search_path = app, pg_temp as $$
  select coalesce(array_agg(distinct account_id), '{}') from membership
  where organisation_id = my_organisation()
$$;

create function app.who()
returns table (account_id uuid, account_name text, organisation_id uuid, organisation_name text,
  organisation_kind text, county_id uuid, county_name text, roles text[], session_id uuid,
  organisations integer, is_due_for_touch boolean)
language sql stable security definer set search_path = app, pg_temp as $$
  select a.id, a.name, o.id, o.name, o.kind, o.county_id, c.name,
    array(select distinct m.role from membership m where m.account_id = a.id
          and m.organisation_id = o.id and m.ended_at is null order by 1),
    s.id,
    (select count(distinct m.organisation_id)::int from membership m
     where m.account_id = a.id and m.ended_at is null),
    s.last_seen_at < now() - interval '1 minute'
  from live_session() s join account a on a.id = s.account_id
  join organisation o on o.id = s.organisation_id and o.closed_at is null
  join county c on c.id = o.county_id
  where exists (select from membership m where m.account_id = a.id
                and m.organisation_id = o.id and m.ended_at is null)
$$;

-- says whose token asks in the rest of the transaction, and answers who that is
create function app.enter(token text)
returns table (account_id uuid, account_name text, organisation_id uuid, organisation_name text,
  organisation_kind text, county_id uuid, county_name text, roles text[], session_id uuid,
  organisations integer, is_due_for_touch boolean)
language plpgsql volatile as $$
begin
  perform set_config('app.token', token, true);
  return query select * from app.who();
end $$;

create function app.my_organisations()
returns table (organisation_id uuid, name text, is_current boolean)
language sql stable security definer set search_path = app, pg_temp as $$
  select o.id, o.name, o.id = s.organisation_id from live_session() s
  join organisation o on o.closed_at is null
  where exists (select from membership m where m.account_id = s.account_id
                and m.organisation_id = o.id and m.ended_at is null)
  order by o.sort_key, o.id
$$;

create function app.my_sessions()
returns table (session_id uuid, issuer_key text, signed_in_at timestamptz,
  last_seen_at timestamptz, is_current boolean)
language sql stable security definer set search_path = app, pg_temp as $$
  select s.id, s.issuer_key, s.signed_in_at, s.last_seen_at, s.id = mine.id
  from live_session() mine join session s on s.account_id = mine.account_id
  where s.ended_at is null and s.expires_at > now()
    and s.last_seen_at + make_interval(secs => s.idle_seconds) > now()
  order by s.last_seen_at desc, s.id
$$;

create function app.touch_session() returns void
language sql volatile security definer set search_path = app, pg_temp as
$$ update session set last_seen_at = now() where id = my_session() $$;

create function app.act_for(wanted uuid) returns boolean
language plpgsql volatile security definer set search_path = app, pg_temp as $$
begin
  update session s set organisation_id = wanted where s.id = my_session()
    and exists (select from membership m where m.account_id = s.account_id
                and m.organisation_id = wanted and m.ended_at is null);
  return found;
end $$;

create function app.end_session(wanted uuid) returns boolean
language plpgsql volatile security definer set search_path = app, pg_temp as $$
begin
  update session set ended_at = now()
  where id = wanted and account_id = my_account() and ended_at is null;
  return found;
end $$;

create function app.my_id_token() returns table (issuer_key text, id_token text)
language sql stable security definer set search_path = app, pg_temp as
$$ select s.issuer_key, s.id_token from live_session() s $$;

create function app.my_identity() returns table (issuer_key text, issuer text, subject text)
language sql stable security definer set search_path = app, pg_temp as $$
  select s.issuer_key, a.issuer, a.subject from live_session() s
  join account a on a.id = s.account_id
$$;

create function app.keep_flow(wanted bytea, contents jsonb, seconds integer) returns void
language sql volatile security definer set search_path = app, pg_temp as $$
  delete from sign_in_flow where expires_at < now();
  insert into sign_in_flow values (wanted, contents, now() + make_interval(secs => seconds));
$$;

create function app.take_flow(wanted bytea) returns jsonb
language sql volatile security definer set search_path = app, pg_temp as $$
  delete from sign_in_flow where state_hash = wanted and expires_at > now() returning data
$$;

create function app.count_attempt(wanted bytea, most integer, seconds integer) returns boolean
language plpgsql volatile security definer set search_path = app, pg_temp as $$
declare counted integer;
begin
  delete from attempt where began_at < now() - interval '1 day';
  insert into attempt as a values (wanted, now(), 1)
  on conflict (key_hash) do update set
    times = case when a.began_at + make_interval(secs => seconds) < now() then 1
                 else a.times + 1 end,
    began_at = case when a.began_at + make_interval(secs => seconds) < now() then now()
                    else a.began_at end
  returning times into counted;
  return counted <= most;
end $$;

-- HMAC-SHA-256 (RFC 2104) without an extension; keys are 32 bytes, a block is 64
create function app.is_proven(message bytea, proof bytea) returns boolean
language plpgsql stable security definer set search_path = app, pg_temp as $$
declare inner_key bytea := decode(repeat('36', 64), 'hex');
        outer_key bytea := decode(repeat('5c', 64), 'hex');
        secret bytea;
begin
  select key into secret from sign_in_key;
  if secret is null or proof is null then return false; end if;
  for i in 0..octet_length(secret) - 1 loop
    inner_key := set_byte(inner_key, i, get_byte(inner_key, i) # get_byte(secret, i));
    outer_key := set_byte(outer_key, i, get_byte(outer_key, i) # get_byte(secret, i));
  end loop;
  return proof = sha256(outer_key || sha256(inner_key || message));
end $$;

create function app.open_session(p_id uuid, p_issuer text, p_subject text, p_token_hash bytea,
  p_issuer_key text, p_provider_session text, p_id_token text, p_level integer,
  p_idle_seconds integer, p_lifetime_seconds integer, p_proof bytea) returns boolean
language plpgsql volatile security definer set search_path = app, pg_temp as $$
begin
  if not is_proven(p_token_hash || convert_to(p_issuer || chr(10) || p_subject, 'UTF8'), p_proof)
  then raise exception 'sign-in not proven' using errcode = 'insufficient_privilege'; end if;
  insert into session
  select p_id, p_token_hash, a.id, m.organisation_id, p_issuer_key, p_provider_session,
    p_id_token, p_level, now(), now(), p_idle_seconds,
    now() + make_interval(secs => p_lifetime_seconds), null
  from account a join membership m on m.account_id = a.id and m.ended_at is null
  join organisation o on o.id = m.organisation_id and o.closed_at is null
  where a.issuer = p_issuer and a.subject = p_subject and a.disabled_at is null
  order by o.sort_key, o.id limit 1;
  return found;
end $$;

create function app.find_invitation(p_token_hash bytea)
returns table (id uuid, issuer_key text, organisation_name text, role text, name text)
language sql stable security definer set search_path = app, pg_temp as $$
  select i.id, i.issuer_key, o.name, i.role, i.name
  from invitation i join organisation o on o.id = i.organisation_id and o.closed_at is null
  where i.token_hash = p_token_hash and i.used_at is null and i.revoked_at is null
    and i.expires_at > now()
$$;

create function app.accept_invitation(p_token_hash bytea, p_issuer_key text, p_issuer text,
  p_subject text, p_name text, p_email text, p_account uuid, p_membership uuid, p_proof bytea)
returns uuid
language plpgsql volatile security definer set search_path = app, pg_temp as $$
declare offer invitation; who uuid;
begin
  if not is_proven(p_token_hash || convert_to(p_issuer || chr(10) || p_subject, 'UTF8'), p_proof)
  then raise exception 'sign-in not proven' using errcode = 'insufficient_privilege'; end if;
  update invitation set used_at = now()
  where token_hash = p_token_hash and issuer_key = p_issuer_key and used_at is null
    and revoked_at is null and expires_at > now()
  returning * into offer;
  if not found then return null; end if;
  insert into account (id, issuer, subject, name, email, created_at)
  values (p_account, p_issuer, p_subject, p_name, coalesce(p_email, offer.email), now())
  on conflict (issuer, subject) do update
    set name = excluded.name, email = coalesce(excluded.email, account.email)
  returning id into who;
  insert into membership
  values (p_membership, offer.county_id, who, offer.organisation_id, offer.unit_id, offer.role,
          now(), null)
  on conflict do nothing;
  return offer.organisation_id;
end $$;

-- the provider says that somebody signed out there (OpenID Connect Back-Channel Logout 1.0)
create function app.end_sessions_at_provider(p_issuer_key text, p_issuer text, p_subject text,
  p_provider_session text, p_proof bytea) returns integer
language plpgsql volatile security definer set search_path = app, pg_temp as $$
declare ended integer;
begin
  if not is_proven(convert_to(concat_ws(chr(10), p_issuer_key, p_issuer, coalesce(p_subject, ''),
                   coalesce(p_provider_session, '')), 'UTF8'), p_proof)
  then raise exception 'logout not proven' using errcode = 'insufficient_privilege'; end if;
  update session s set ended_at = now() from account a
  where a.id = s.account_id and s.issuer_key = p_issuer_key and a.issuer = p_issuer
    and s.ended_at is null
    and (p_subject is null or a.subject = p_subject)
    and (p_provider_session is null or s.provider_session = p_provider_session)
    and (p_subject is not null or p_provider_session is not null);
  get diagnostics ended = row_count;
  return ended;
end $$;
"""

# Who may execute what. Nothing is left to PUBLIC.
FOR_APP = (
    "my_account()",
    "my_session()",
    "my_organisation()",
    "my_county()",
    "i_am(text)",
    "my_colleagues()",
    "who()",
    "enter(text)",
    "my_organisations()",
    "my_sessions()",
    "touch_session()",
    "act_for(uuid)",
    "end_session(uuid)",
    "my_id_token()",
    "my_identity()",
    "keep_flow(bytea, jsonb, integer)",
    "take_flow(bytea)",
    "count_attempt(bytea, integer, integer)",
    "open_session(uuid, text, text, bytea, text, text, text, integer, integer, integer, bytea)",
    "find_invitation(bytea)",
    "accept_invitation(bytea, text, text, text, text, text, uuid, uuid, bytea)",
    "end_sessions_at_provider(text, text, text, text, bytea)",
)


POLICIES = """
grant select on app.county, app.organisation, app.unit, app.account, app.membership,
  app.invitation to portal_app;
grant insert, update on app.invitation, app.unit to portal_app;
grant update (ended_at) on app.membership to portal_app;
grant insert on app.membership to portal_app;

create policy directory on app.county for select to portal_app
  using (id = (select app.my_county()));
create policy directory on app.organisation for select to portal_app
  using (county_id = (select app.my_county()));
create policy directory on app.unit for select to portal_app
  using (county_id = (select app.my_county()));
create policy administer on app.unit for insert to portal_app
  with check (organisation_id = (select app.my_organisation())
              and county_id = (select app.my_county()) and (select app.i_am('administrator')));
create policy administer_change on app.unit for update to portal_app
  using (organisation_id = (select app.my_organisation()) and (select app.i_am('administrator')))
  with check (organisation_id = (select app.my_organisation())
              and county_id = (select app.my_county()));

create policy own on app.account for select to portal_app using (id = (select app.my_account()));
create policy colleagues on app.account for select to portal_app
  using (((select app.i_am('administrator')) or (select app.i_am('reviewer')))
         and id = any ((select app.my_colleagues())::uuid[]));

create policy own on app.membership for select to portal_app
  using (account_id = (select app.my_account()));
create policy administer on app.membership for select to portal_app
  using (organisation_id = (select app.my_organisation()) and (select app.i_am('administrator')));
create policy administer_grant on app.membership for insert to portal_app
  with check (organisation_id = (select app.my_organisation())
              and county_id = (select app.my_county()) and (select app.i_am('administrator'))
              and account_id = any ((select app.my_colleagues())::uuid[]));
create policy administer_end on app.membership for update to portal_app
  using (organisation_id = (select app.my_organisation()) and (select app.i_am('administrator')))
  with check (organisation_id = (select app.my_organisation()));

create policy administer on app.invitation for all to portal_app
  using (organisation_id = (select app.my_organisation()) and (select app.i_am('administrator')))
  with check (organisation_id = (select app.my_organisation())
              and county_id = (select app.my_county()) and (select app.i_am('administrator')));
"""

PROTECTED = (
    "county",
    "organisation",
    "unit",
    "account",
    "membership",
    "invitation",
    "session",
    "sign_in_flow",
    "attempt",
    "sign_in_key",
)
AUTHZ_RIGHTS = """
grant select on app.county, app.organisation, app.unit to portal_authz;
grant select, insert, update on app.account, app.membership, app.invitation, app.session
  to portal_authz;
grant select, insert, delete on app.sign_in_flow to portal_authz;
grant select, insert, update, delete on app.attempt to portal_authz;
grant select on app.sign_in_key to portal_authz;
"""


def upgrade() -> None:
    op.execute(TABLES)
    op.execute("grant create on schema app to portal_authz; set role portal_authz")
    op.execute(HELPERS)
    op.execute("revoke execute on all functions in schema app from public")
    for function in FOR_APP:
        op.execute(f"grant execute on function app.{function} to portal_app")
    op.execute("reset role; revoke create on schema app from portal_authz")
    op.execute(AUTHZ_RIGHTS)
    for table in PROTECTED:
        op.execute(
            f"alter table app.{table} enable row level security, force row level security;"
            f"create policy maintain on app.{table} to portal_owner using (true) with check (true);"
            f"create policy authz on app.{table} to portal_authz using (true) with check (true);"
        )
    op.execute(POLICIES)


def downgrade() -> None:
    op.execute("set role portal_authz")
    op.execute(
        "do $$ declare f record; begin for f in select oid::regprocedure as name from pg_proc "
        "where pronamespace = 'app'::regnamespace and proowner = 'portal_authz'::regrole loop "
        "execute 'drop function ' || f.name || ' cascade'; end loop; end $$"
    )
    op.execute("reset role")
    op.execute("drop schema app cascade")
