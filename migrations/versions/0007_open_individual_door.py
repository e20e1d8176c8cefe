"""Open the individual door: a one-time code links somebody in a plan to their own sign-in.

Needs the guards of 0005: app.my_cases() is the plans that the asker handles.
"""

from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

COLUMNS = """
alter table app.invitation
  add column plan_id uuid,
  add constraint invitation_plan_person_check
    check (num_nonnulls(plan_id, plan_person_id) in (0, 2)
           and (plan_id is null or role = 'individual'));
create index invitation_plan_id_idx on app.invitation (plan_id) where plan_id is not null;
"""

# An administrator's invitation is to a role, and never a way into a plan.
POLICIES = """
drop policy administer on app.invitation;
create policy administer on app.invitation for all to portal_app
  using (organisation_id = (select app.my_organisation()) and (select app.i_am('administrator'))
         and plan_id is null)
  with check (organisation_id = (select app.my_organisation())
              and county_id = (select app.my_county()) and (select app.i_am('administrator'))
              and plan_id is null and plan_person_id is null);
create policy handle on app.invitation for select to portal_app
  using (plan_id = any ((select app.my_cases())::uuid[]));
create policy handle_add on app.invitation for insert to portal_app
  with check (plan_id = any ((select app.my_cases())::uuid[])
              and app.is_in_plan(plan_id, plan_person_id)
              and county_id = (select app.my_county()) and role = 'individual'
              and organisation_id = (select app.individuals()));
create policy handle_revoke on app.invitation for update to portal_app
  using (plan_id = any ((select app.my_cases())::uuid[]))
  with check (plan_id = any ((select app.my_cases())::uuid[])
              and app.is_in_plan(plan_id, plan_person_id)
              and county_id = (select app.my_county()) and role = 'individual'
              and organisation_id = (select app.individuals()));
"""

BACK = """
revoke update (account_id, linked_at) on app.plan_person from portal_authz;
grant update (account_id, linked_at) on app.plan_person to portal_app;
delete from app.invitation where plan_id is not null;
drop policy handle on app.invitation;
drop policy handle_add on app.invitation;
drop policy handle_revoke on app.invitation;
drop policy administer on app.invitation;
create policy administer on app.invitation for all to portal_app
  using (organisation_id = (select app.my_organisation()) and (select app.i_am('administrator')))
  with check (organisation_id = (select app.my_organisation())
              and county_id = (select app.my_county()) and (select app.i_am('administrator')));
drop index app.invitation_plan_id_idx;
alter table app.invitation drop constraint invitation_plan_person_check, drop column plan_id;
"""

AUTHZ_RIGHTS = """
grant select on app.plan to portal_authz;
grant select on app.plan_person to portal_authz;
grant update (account_id, linked_at) on app.plan_person to portal_authz;
-- only a code links, never a handler
revoke update (account_id, linked_at) on app.plan_person from portal_app;
"""

HELPERS = """
-- the county's organisation of private people
create function app.individuals() returns uuid
language sql stable security definer set search_path = app, pg_temp as $$
  select id from organisation where county_id = my_county() and kind = 'individuals'
$$;

-- asked for a single row at a time: that somebody is in the plan, and has not left it
create function app.is_in_plan(wanted uuid, person uuid) returns boolean
language sql stable security definer set search_path = app, pg_temp as $$
  select exists (select from plan_person
                 where id = person and plan_id = wanted and ended_at is null)
$$;
"""

# `indexed_by`: the organisation by whose index the person's number is compared, if one is kept
FIND = """
create function app.find_invitation(p_token_hash bytea)
returns table (id uuid, issuer_key text, organisation_name text, role text, name text,
  plan_id uuid, plan_person_id uuid, indexed_by uuid)
language sql stable security definer set search_path = app, pg_temp as $$
  select i.id, i.issuer_key, o.name, i.role, i.name, i.plan_id, i.plan_person_id,
    case when i.personnummer_index is not null then p.initiator_id end
  from invitation i join organisation o on o.id = i.organisation_id and o.closed_at is null
  left join plan p on p.id = i.plan_id
  where i.token_hash = p_token_hash and i.used_at is null and i.revoked_at is null
    and i.expires_at > now()
$$;
"""

# The code stays unused when it turns out to be somebody else's: nothing is written then.
ACCEPT = """
create function app.accept_invitation(p_token_hash bytea, p_issuer_key text, p_issuer text,
  p_subject text, p_name text, p_email text, p_account uuid, p_membership uuid, p_index bytea,
  p_proof bytea)
returns table (organisation_id uuid, is_somebody_else boolean)
language plpgsql volatile security definer set search_path = app, pg_temp as $$
declare offer invitation; who uuid;
begin
  if not is_proven(p_token_hash || convert_to(p_issuer || chr(10) || p_subject, 'UTF8'), p_proof)
  then raise exception 'sign-in not proven' using errcode = 'insufficient_privilege'; end if;
  select * into offer from invitation i
  where i.token_hash = p_token_hash and i.issuer_key = p_issuer_key and i.used_at is null
    and i.revoked_at is null and i.expires_at > now()
  for update;
  if not found then return; end if;
  if offer.personnummer_index is not null and p_index is not null
    and offer.personnummer_index <> p_index
  then return query select null::uuid, true; return; end if;
  insert into account (id, issuer, subject, name, email, created_at)
  values (p_account, p_issuer, p_subject, p_name, coalesce(p_email, offer.email), now())
  on conflict (issuer, subject) do update
    set name = excluded.name, email = coalesce(excluded.email, account.email)
  returning id into who;
  if offer.plan_id is not null then
    update plan_person p set account_id = who, linked_at = now()
    where p.id = offer.plan_person_id and p.plan_id = offer.plan_id and p.ended_at is null
      and (p.account_id is null or p.account_id = who);
    if not found then return query select null::uuid, true; return; end if;
  end if;
  update invitation set used_at = now() where id = offer.id;
  insert into membership
  values (p_membership, offer.county_id, who, offer.organisation_id, offer.unit_id, offer.role,
          now(), null)
  on conflict do nothing;
  return query select offer.organisation_id, false;
end $$;
"""

OLD = """
drop function app.accept_invitation(bytea, text, text, text, text, text, uuid, uuid, bytea, bytea);
drop function app.find_invitation(bytea);
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
"""

NEW_FUNCTIONS = (
    "find_invitation(bytea)",
    "accept_invitation(bytea, text, text, text, text, text, uuid, uuid, bytea, bytea)",
    "individuals()",
    "is_in_plan(uuid, uuid)",
)
OLD_FUNCTIONS = (
    "find_invitation(bytea)",
    "accept_invitation(bytea, text, text, text, text, text, uuid, uuid, bytea)",
)


def upgrade() -> None:
    op.execute(COLUMNS)
    op.execute(AUTHZ_RIGHTS)
    _as_authz(
        "drop function app.find_invitation(bytea);"
        "drop function app.accept_invitation(bytea, text, text, text, text, text, uuid, uuid,"
        " bytea);" + HELPERS + FIND + ACCEPT,
        NEW_FUNCTIONS,
    )
    op.execute(POLICIES)


def downgrade() -> None:
    op.execute(BACK)
    _as_authz(
        OLD + "drop function app.is_in_plan(uuid, uuid); drop function app.individuals();",
        OLD_FUNCTIONS,
    )


def _as_authz(statements: str, functions: tuple[str, ...]) -> None:
    """Make functions that portal_authz owns and only portal_app may execute."""
    op.execute("grant create on schema app to portal_authz; set role portal_authz")
    op.execute(statements)
    for function in functions:
        op.execute(f"revoke execute on function app.{function} from public")
        op.execute(f"grant execute on function app.{function} to portal_app")
    op.execute("reset role; revoke create on schema app from portal_authz")
