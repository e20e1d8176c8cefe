"""Guard SIP: who sees which row, worked out from the consent ledger at each query.

The rules are those of sip/ledger/rules.py; a property test holds the two together. What somebody
may see is asked for all their plans at once, as arrays, so that a policy is one comparison a row.
"""

from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

# Helpers with neither a definer nor a path of their own: only those of portal_authz call them.
INNER = """
-- every item that all who are required at `t` consent to, and their acts
create function app.consented(plans uuid[], t timestamptz)
returns table (plan_id uuid, item text, acts uuid[])
language sql stable as $$
  with needed as materialized (
    select c.plan_id, c.id, c.mandate_scope, c.mandate_from, c.mandate_to,
      count(*) over (partition by c.plan_id) as consenters
    from app.consenter c
    where c.plan_id = any (plans) and c.required_from <= t
      and (c.required_to is null or t < c.required_to)),
  word as materialized (
    select distinct on (a.plan_id, a.consenter_id, i.item)
      a.plan_id, a.consenter_id, i.item, a.id, a.kind, a.valid_from, a.valid_to
    from app.consent_act a cross join unnest(a.items) i (item)
    where a.plan_id = any (plans) and a.at <= t and a.kind <> 'error'
    order by a.plan_id, a.consenter_id, i.item, a.seq desc),
  annulled as materialized (
    select e.corrects from app.consent_act e
    where e.plan_id = any (plans) and e.corrects is not null and e.at <= t)
  select w.plan_id, w.item, array_agg(w.id)
  from word w join needed n on n.plan_id = w.plan_id and n.id = w.consenter_id
  where w.kind = 'grant' and w.valid_from <= t and t < w.valid_to
    and w.id not in (select corrects from annulled)
    and (n.mandate_scope is null or (n.mandate_from <= t and t < n.mandate_to
      and case when w.item like 'share:%' then 'share:' || split_part(w.item, ':', 4)
          else split_part(w.item, ':', 1) end = any (n.mandate_scope)))
  group by w.plan_id, w.item
  having count(*) = min(n.consenters)
$$;

create function app.opens(plan uuid, party uuid, t timestamptz) returns boolean
language sql stable as $$
  with given as materialized (select item from app.consented(array[plan], t))
  select exists (select from given where item = 'plan')
    and (exists (select from app.plan p where p.id = plan and p.initiator_id = party)
      or exists (select from given where item in ('invite:' || party, 'relative:' || party)))
$$;

create function app.owns(plan uuid, person uuid, t timestamptz) returns boolean
language sql stable as $$
  select exists (select from app.plan_person p
      where p.plan_id = plan and p.id = person and p.kind = 'subject')
    or exists (select from app.consenter c where c.plan_id = plan and c.person_id = person
      and c.required_from <= t and (c.required_to is null or t < c.required_to)
      and (c.mandate_scope is null or ('plan' = any (c.mandate_scope)
        and c.mandate_from <= t and t < c.mandate_to)))
$$;

create function app.discloses(plan uuid, source uuid, addressee uuid, category text,
  t timestamptz) returns boolean
language sql stable as $$
  select exists (select from app.basis_decision b where b.plan_id = plan
      and b.organisation_id = source and b.to_party = addressee
      and discloses.category = any (b.categories) and b.decided_at <= t and t < b.valid_to
      and (b.ended_at is null or t < b.ended_at))
    or (app.opens(plan, addressee, t) and (source = addressee
      or exists (select from app.consented(array[plan], t) g
        where g.item = concat_ws(':', 'share', source, addressee, discloses.category))))
$$;

-- where somebody has a part, whatever consent says of it: as a participant, as a private person,
-- or because a summons or an invitation waits where they work
create function app.parts(account uuid, organisation uuid, units uuid[], lowest uuid, highest uuid)
returns table (plan_id uuid, party uuid, participant_id uuid, person_id uuid,
  sees_protected boolean, is_subject boolean)
language sql stable as $$
  select p.plan_id, p.organisation_id, p.id, null::uuid, p.sees_protected, false
  from app.participant p
  where units is not null and p.account_id = account and p.organisation_id = organisation
    and p.ended_at is null and p.plan_id between lowest and highest
  union all
  select p.plan_id, p.id, null, p.id, false, p.kind = 'subject' from app.plan_person p
  where units is null and p.account_id = account and p.ended_at is null
    and p.plan_id between lowest and highest
  union all
  select distinct c.plan_id, c.organisation_id, null::uuid, null::uuid, false, false
  from app.call c
  where units is not null and c.organisation_id = organisation and c.status = 'sent'
    and (c.unit_id is null or units = '{}' or c.unit_id = any (units))
    and c.plan_id between lowest and highest
    and not exists (select from app.participant p where p.account_id = account
      and p.organisation_id = organisation and p.ended_at is null and p.plan_id = c.plan_id)
$$;

-- who asks in SIP: a caseworker with the units of the role (none: all of the organisation), or
-- a private person with no units at all
create function app.asking()
returns table (account_id uuid, organisation_id uuid, county_id uuid, units uuid[])
language sql stable rows 1 as $$
  select me.account_id, me.organisation_id, me.county_id,
    case when me.organisation_kind = 'individuals' then null
      when bool_or(m.unit_id is null) then '{}' else array_agg(m.unit_id) end
  from app.acting() me
  join app.membership m on m.account_id = me.account_id and m.ended_at is null
    and m.organisation_id = me.organisation_id
    and m.role = case when me.organisation_kind = 'individuals' then 'individual'
      else 'caseworker' end
  group by 1, 2, 3, me.organisation_kind
$$;

-- Each of the asker's parts, and what consent makes of it now. The setting app.plan narrows it to
-- one plan; it can never widen it.
create function app.sight(only_plan uuid default null)
returns table (plan_id uuid, party uuid, participant_id uuid, person_id uuid,
  sees_protected boolean, is_protected boolean, is_open boolean, is_owner boolean,
  is_handler boolean, is_called boolean, shared text[])
language plpgsql stable rows 20 set plan_cache_mode = force_generic_plan as $$
declare
  t timestamptz := statement_timestamp();
  narrow uuid := nullif(current_setting('app.plan', true), '');
  lowest uuid := coalesce(only_plan, narrow, '00000000-0000-0000-0000-000000000000');
  highest uuid := coalesce(narrow, only_plan, 'ffffffff-ffff-ffff-ffff-ffffffffffff');
  me record;
  plans uuid[];
begin
  if only_plan <> narrow then return; end if;
  select * into me from app.asking();
  if not found then return; end if;
  plans := array(select p.plan_id
    from app.parts(me.account_id, me.organisation_id, me.units, lowest, highest) p);
  if plans = '{}' then return; end if;
  return query
  with given as materialized (select * from app.consented(plans, t)),
  part as materialized (
    select * from app.parts(me.account_id, me.organisation_id, me.units, lowest, highest)),
  told as (
    select p.*,
      coalesce(bool_or(g.item = 'plan'), false) as has_plan,
      coalesce(bool_or(g.item in ('invite:' || p.party, 'relative:' || p.party)), false)
        as is_let_in,
      coalesce(array_agg(p.plan_id || ':' || split_part(g.item, ':', 2) || ':'
          || split_part(g.item, ':', 4))
        filter (where g.item like 'share:%' and split_part(g.item, ':', 3) = p.party::text), '{}')
        as shared
    from part p left join given g on g.plan_id = p.plan_id
    group by p.plan_id, p.party, p.participant_id, p.person_id, p.sees_protected, p.is_subject)
  select p.plan_id, p.party, p.participant_id, p.person_id, p.sees_protected, l.is_protected,
    num_nonnulls(p.participant_id, p.person_id) = 1
      and p.has_plan and (p.is_let_in or l.initiator_id = p.party),
    p.is_subject or (p.person_id is not null and app.owns(p.plan_id, p.person_id, t)),
    p.participant_id is not null and l.initiator_id = p.party,
    num_nonnulls(p.participant_id, p.person_id) = 0 and p.has_plan and p.is_let_in,
    p.shared
  from told p join app.plan l on l.id = p.plan_id;
end $$;
"""

# What the policies ask.
HELPERS = """
-- plans of which I see the row: a named participant always does; a relative only by consent
create function app.my_plans() returns uuid[]
language sql stable security definer set search_path = app, pg_temp as $$
  select coalesce(array_agg(plan_id), '{}') from sight()
  where participant_id is not null or is_open or is_owner or is_called
$$;
-- plans whose workings are open to me: to a party by consent, to its owner and its handlers always
create function app.seen_plans() returns uuid[]
language sql stable security definer set search_path = app, pg_temp as $$
  select coalesce(array_agg(plan_id), '{}') from sight() where is_open or is_owner or is_handler
$$;
create function app.my_cases() returns uuid[]
language sql stable security definer set search_path = app, pg_temp as
$$ select coalesce(array_agg(plan_id), '{}') from sight() where is_handler $$;
create function app.my_owned_plans() returns uuid[]
language sql stable security definer set search_path = app, pg_temp as
$$ select coalesce(array_agg(plan_id), '{}') from sight() where is_owner $$;
create function app.case_plans() returns uuid[]
language sql stable security definer set search_path = app, pg_temp as
$$ select coalesce(array_agg(plan_id), '{}') from sight() where is_owner or is_handler $$;
create function app.open_plans() returns uuid[]
language sql stable security definer set search_path = app, pg_temp as
$$ select coalesce(array_agg(plan_id), '{}') from sight() where is_open $$;
-- plans that I may write in: those open to me, and the person's own
create function app.live_plans() returns uuid[]
language sql stable security definer set search_path = app, pg_temp as
$$ select coalesce(array_agg(plan_id), '{}') from sight() where is_open or is_owner $$;
create function app.called_plans() returns uuid[]
language sql stable security definer set search_path = app, pg_temp as
$$ select coalesce(array_agg(plan_id), '{}') from sight() where is_called $$;

-- plans where I may see what gives away where the person is
create function app.placing_plans() returns uuid[]
language sql stable security definer set search_path = app, pg_temp as $$
  select coalesce(array_agg(plan_id), '{}') from sight()
  where is_owner or (is_open and (sees_protected or not is_protected))
$$;
create function app.contact_plans() returns uuid[]
language sql stable security definer set search_path = app, pg_temp as $$
  select coalesce(array_agg(plan_id), '{}') from sight()
  where is_handler and (sees_protected or not is_protected)
$$;

-- plans where I have a part, and so may have written: no consent takes that sight away
create function app.my_written_plans() returns uuid[]
language plpgsql stable security definer set search_path = app, pg_temp as $$
declare
  narrow text := nullif(current_setting('app.plan', true), '');
  found uuid[];
begin
  select array_agg(p.plan_id) into found from asking() me cross join lateral
    parts(me.account_id, me.organisation_id, me.units,
      coalesce(narrow, '00000000-0000-0000-0000-000000000000')::uuid,
      coalesce(narrow, 'ffffffff-ffff-ffff-ffff-ffffffffffff')::uuid) p
  where p.participant_id is not null or p.person_id is not null;
  return coalesce(found, '{}');
end $$;

-- myself as a private person, in each plan
create function app.my_people() returns uuid[]
language sql stable security definer set search_path = app, pg_temp as $$
  select coalesce(array_agg(p.id), '{}') from asking() me
  join plan_person p on p.account_id = me.account_id and p.ended_at is null
  where me.units is null
    and p.plan_id::text = coalesce(nullif(current_setting('app.plan', true), ''), p.plan_id::text)
$$;
create function app.my_consenters() returns uuid[]
language sql stable security definer set search_path = app, pg_temp as $$
  select coalesce(array_agg(c.id), '{}') from plan_person p
  join consenter c on c.plan_id = p.plan_id and c.person_id = p.id
  where p.id = any (my_people())
$$;

-- calls of my organisation: those that wait where I work, and those of plans I take part in
create function app.open_calls() returns uuid[]
language sql stable security definer set search_path = app, pg_temp as $$
  select coalesce(array_agg(c.id), '{}') from asking() me
  join call c on c.plan_id = any (called_plans()) and c.organisation_id = me.organisation_id
    and c.status = 'sent' and (c.unit_id is null or me.units = '{}' or c.unit_id = any (me.units))
$$;
create function app.my_calls() returns uuid[]
language sql stable security definer set search_path = app, pg_temp as $$
  select open_calls() || coalesce((select array_agg(c.id) from asking() me
    join call c on c.plan_id = any (my_written_plans())
      and c.organisation_id = me.organisation_id), '{}')
$$;

-- What of the content I may see: "plan:source:category" that is disclosed to me, "plan:party" that
-- is my own party's writing, and "plan" that is mine altogether.
create function app.my_disclosures() returns text[]
language plpgsql stable security definer set search_path = app, pg_temp as $$
declare
  t timestamptz := statement_timestamp();
  found text[];
begin
  with seen as materialized (
    select * from sight() where participant_id is not null or person_id is not null)
  select array_agg(key) into found from (
    select unnest(shared) as key from seen where is_open
    union all select plan_id::text from seen where is_owner
    union all select plan_id || ':' || party from seen
    union all select s.plan_id || ':' || b.organisation_id || ':' || c.category
    from seen s join basis_decision b on b.plan_id = s.plan_id and b.to_party = s.party
    cross join unnest(b.categories) c (category)
    where b.decided_at <= t and t < b.valid_to and (b.ended_at is null or t < b.ended_at)) keys;
  return coalesce(found, '{}');
end $$;

-- "plan:party" in whose name I may write now: my own, and as a handler the person's
create function app.my_pens() returns text[]
language sql stable security definer set search_path = app, pg_temp as $$
  select coalesce(array_agg(key), '{}') from (
    select plan_id || ':' || party as key from sight() where is_open or is_owner
    union all
    select s.plan_id || ':' || p.id from sight() s
    join plan_person p on p.plan_id = s.plan_id and p.kind = 'subject'
    where s.is_open and s.is_handler) keys
$$;

-- who may see now what `source` holds in `category` of a plan that I see: to choose among
create function app.audience(plan uuid, source uuid, category text) returns uuid[]
language sql stable security definer set search_path = app, pg_temp as $$
  select coalesce(array_agg(distinct c.party), '{}') from (
    select organisation_id as party from participant
    where plan_id = audience.plan and ended_at is null
    union select organisation_id from call
    where plan_id = audience.plan and status in ('sent', 'taken')
    union select id from plan_person where plan_id = audience.plan and ended_at is null) c
  where audience.plan = any (seen_plans()) and (c.party = source
    or discloses(audience.plan, source, c.party, audience.category, statement_timestamp())
    or owns(audience.plan, c.party, statement_timestamp()))
$$;

-- whether I may name `account` as a participant for my organisation: myself in a plan that I begin
-- or whose call I take, and a colleague in a plan that I take part in
create function app.may_join(wanted_plan uuid, wanted_account uuid) returns boolean
language sql stable security definer set search_path = app, pg_temp as $$
  select exists (select from asking() me
    join membership m on m.account_id = wanted_account and m.ended_at is null
      and m.organisation_id = me.organisation_id and m.role = 'caseworker'
    where wanted_plan = any (my_written_plans())
      or (wanted_account = me.account_id and (wanted_plan = any (called_plans())
        or exists (select from plan p where p.id = wanted_plan
          and p.initiator_id = me.organisation_id
          and not exists (select from participant o where o.plan_id = p.id)))))
$$;

-- an organisation is called only while the person lets it be
create function app.may_call(wanted_plan uuid, wanted_organisation uuid) returns boolean
language sql stable security definer set search_path = app, pg_temp as $$
  select wanted_plan = any (my_cases())
    and opens(wanted_plan, wanted_organisation, statement_timestamp())
$$;

create function app.next_case_number() returns text
language plpgsql volatile security definer set search_path = app, pg_temp as $$
declare
  mine uuid := my_organisation();
  year text := to_char(now() at time zone 'Europe/Stockholm', 'YYYY');
  last text;
begin
  perform pg_advisory_xact_lock(hashtextextended('case number ' || mine, 0));
  select max(case_number) into last from plan
  where initiator_id = mine and case_number between year || '-' and year || '-99999';
  return year || '-' || lpad((coalesce(split_part(last, '-', 2)::int, 0) + 1)::text, 5, '0');
end $$;

create function app.caseworkers() returns table (account_id uuid, name text, unit text)
language sql stable security definer set search_path = app, pg_temp as $$
  select distinct a.id, a.name, u.name from asking() me
  join membership m on m.organisation_id = me.organisation_id and m.role = 'caseworker'
    and m.ended_at is null
  join account a on a.id = m.account_id and a.disabled_at is null
  left join unit u on u.id = m.unit_id
  where me.units is not null order by a.name, a.id
$$;
"""

# The keys, which nobody gets without a row in the log.
KEYS = """
-- what is read, as the log keeps it: canonical JSON with codes and ids only
create function app.reading_details(ground text[], unit uuid, what text) returns text
language plpgsql stable as $$
begin
  if what !~ '^[a-z_]+$' then
    raise exception 'not a kind of reading' using errcode = 'check_violation';
  end if;
  return '{"ground":' || array_to_json(ground) || ',"unit":' || coalesce('"' || unit || '"', 'null')
    || ',"what":"' || what || '"}';
end $$;

-- The keys of those of `plans` that I have a part in; when none are named, of all that are open to
-- me, my own, or handled by me. Each with its row in the log: no row, no key. In the order of the
-- streams, so that two readers never wait for each other.
create function app.unlock(plans uuid[], what text)
returns table (plan_id uuid, wrapped bytea, master_version integer, is_open boolean,
  is_owner boolean, is_handler boolean, participant_id uuid, person_id uuid, party uuid,
  sees_protected boolean, ground text[])
language plpgsql volatile security definer set search_path = app, pg_temp as $$
#variable_conflict use_column
declare
  t timestamptz := statement_timestamp();
begin
  return query
  with seen as materialized (
    select distinct on (s.plan_id) s.*
    from sight(case when cardinality(plans) = 1 then plans[1] end) s
    where case when plans is null then s.is_open or s.is_owner or s.is_handler
      else s.plan_id = any (plans)
        and (s.participant_id is not null or s.is_open or s.is_owner or s.is_called) end
    order by s.plan_id, s.is_owner desc, s.is_open desc),
  consents as (
    select s.plan_id, array_agg(distinct a.act::text) as acts
    from consented(coalesce(plans, array(select x.plan_id from seen x)), t) g
    join seen s on s.plan_id = g.plan_id
    cross join unnest(g.acts) a (act)
    where (g.item = 'plan' and s.is_open)
      or g.item in ('invite:' || s.party, 'relative:' || s.party)
      or (s.is_open and g.item like 'share:%' and split_part(g.item, ':', 3) = s.party::text)
    group by s.plan_id),
  bases as (
    select s.plan_id, array_agg(b.id::text order by b.id) as decisions
    from seen s join basis_decision b on b.plan_id = s.plan_id and b.to_party = s.party
    where b.decided_at <= t and t < b.valid_to and (b.ended_at is null or t < b.ended_at)
    group by s.plan_id),
  founded as materialized (
    select s.*, k.wrapped, k.master_version,
      case when s.is_owner then '{own}'
        when s.is_open or s.is_called then c.acts
        when s.is_handler then '{case}' else '{own}' end || coalesce(b.decisions, '{}') as ground
    from seen s join plan_key k on k.plan_id = s.plan_id and k.wrapped is not null
    left join consents c on c.plan_id = s.plan_id left join bases b on b.plan_id = s.plan_id),
  noted as (
    insert into audit_entry (id, county_id, stream, organisation_id, account_id, session_id,
      action, subject_kind, subject_id, details)
    select gen_random_uuid(), me.county_id, f.plan_id, me.organisation_id, me.account_id,
      (select my_session()), 'plan.read', 'Plan', f.plan_id,
      reading_details(f.ground, me.units[1], what)
    from founded f cross join asking() me order by f.plan_id
    returning stream)
  select f.plan_id, f.wrapped, f.master_version, f.is_open, f.is_owner, f.is_handler,
    f.participant_id, f.person_id, f.party, f.sees_protected, f.ground
  from founded f join noted n on n.stream = f.plan_id;
end $$;

-- once, by who begins the plan: its handler, or before anybody is named
create function app.keep_key(wanted_plan uuid, p_wrapped bytea, p_version integer) returns void
language plpgsql volatile security definer set search_path = app, pg_temp as $$
begin
  if not (wanted_plan = any (my_cases()) or may_join(wanted_plan, my_account())) then
    raise exception 'not yours to lock' using errcode = 'insufficient_privilege';
  end if;
  insert into plan_key (id, county_id, plan_id, wrapped, master_version)
  select gen_random_uuid(), county_id, id, p_wrapped, p_version from plan where id = wanted_plan;
end $$;

-- the key of my organisation's copies of a plan: the given one, unless one was kept before
create function app.keep_copy_key(wanted_plan uuid, wanted_organisation uuid, p_wrapped bytea,
  p_version integer) returns table (wrapped bytea, master_version integer)
language plpgsql volatile security definer set search_path = app, pg_temp as $$
#variable_conflict use_column
begin
  if wanted_organisation is distinct from my_organisation()
    or not wanted_plan = any (my_written_plans())
  then raise exception 'not yours to lock' using errcode = 'insufficient_privilege'; end if;
  insert into copy_key (id, county_id, plan_id, organisation_id, wrapped, master_version)
  select gen_random_uuid(), county_id, id, wanted_organisation, p_wrapped, p_version
  from plan where id = wanted_plan
  on conflict (plan_id, organisation_id) do nothing;
  insert into audit_entry (id, county_id, stream, organisation_id, account_id, session_id,
    action, subject_kind, subject_id, details)
  select gen_random_uuid(), me.county_id, wanted_plan, me.organisation_id, me.account_id,
    my_session(), 'copy.key', 'Plan', wanted_plan, reading_details('{own}', me.units[1], 'copy_key')
  from asking() me;
  return query select k.wrapped, k.master_version from copy_key k
  where k.plan_id = wanted_plan and k.organisation_id = wanted_organisation
    and k.wrapped is not null;
end $$;

-- the key of one copy that my organisation holds, with its row in the log
create function app.unlock_copy(wanted uuid)
returns table (plan_id uuid, wrapped bytea, master_version integer)
language plpgsql volatile security definer set search_path = app, pg_temp as $$
#variable_conflict use_column
begin
  return query
  with mine as materialized (
    select c.plan_id, k.wrapped, k.master_version, me.*
    from asking() me join plan_copy c on c.id = wanted and c.organisation_id = me.organisation_id
    join copy_key k on k.plan_id = c.plan_id and k.organisation_id = c.organisation_id
      and k.wrapped is not null
    where c.plan_id = any (my_written_plans())),
  noted as (
    insert into audit_entry (id, county_id, stream, organisation_id, account_id, session_id,
      action, subject_kind, subject_id, details)
    select gen_random_uuid(), m.county_id, m.plan_id, m.organisation_id, m.account_id,
      my_session(), 'copy.read', 'PlanCopy', wanted,
      reading_details('{own}', m.units[1], 'copy')
    from mine m returning stream)
  select m.plan_id, m.wrapped, m.master_version from mine m join noted n on n.stream = m.plan_id;
end $$;

-- who has read a plan that is mine
create function app.readings(wanted uuid)
returns table (at timestamptz, name text, organisation text, unit text, what text, ground text[])
language sql stable security definer set search_path = app, pg_temp as $$
  select e.at, a.name, o.name, u.name, d.details ->> 'what',
    array(select jsonb_array_elements_text(d.details -> 'ground'))
  from audit_entry e cross join lateral (select e.details::jsonb) d (details)
  join account a on a.id = e.account_id join organisation o on o.id = e.organisation_id
  left join unit u on u.id = (d.details ->> 'unit')::uuid
  where e.stream = wanted and wanted = any (my_owned_plans())
    and e.action in ('plan.read', 'copy.read', 'copy.key')
  order by e.seq desc
$$;

-- whether a mail that waits may still be sent: its addressee may still open what it is about. That
-- a meeting is off may always be said.
create function app.is_grounded(wanted uuid) returns boolean
language sql stable security definer set search_path = app, pg_temp as $$
  select exists (select from outbox m where m.id = wanted and (m.plan_id is null
    or m.calendar ->> 'method' = 'CANCEL'
    or exists (select from plan_person p where p.plan_id = m.plan_id
      and p.account_id = m.account_id and p.ended_at is null
      and (owns(p.plan_id, p.id, statement_timestamp())
        or opens(p.plan_id, p.id, statement_timestamp())))
    or exists (select from membership s where s.account_id = m.account_id
      and s.organisation_id = coalesce(m.organisation_id, s.organisation_id)
      and s.role = 'caseworker' and s.ended_at is null
      and (exists (select from participant p join plan l on l.id = p.plan_id
          where p.plan_id = m.plan_id and p.account_id = m.account_id
          and p.organisation_id = s.organisation_id and p.ended_at is null
          and (l.initiator_id = p.organisation_id
            or opens(m.plan_id, s.organisation_id, statement_timestamp())))
        or exists (select from call c where c.plan_id = m.plan_id
          and c.organisation_id = s.organisation_id and c.status = 'sent'
          and (c.unit_id is null or s.unit_id is null or c.unit_id = s.unit_id)
          and exists (select from consented(array[m.plan_id], statement_timestamp()) g
            where g.item = 'invite:' || s.organisation_id))))))
$$;
"""

# What the web server can neither choose nor change, whatever it asks for. portal_owner may enter
# history as it was (the demo, the bench).
GUARDS = """
create function app.number_act() returns trigger
language plpgsql security definer set search_path = app, pg_temp as $$
declare
  last record;
begin
  if exists (select from unnest(new.items) i (item) where item !~ concat('^(plan|(invite|relative)',
    ':[0-9a-f-]{36}|share:[0-9a-f-]{36}:[0-9a-f-]{36}:[^:]+)$'))
  then raise exception 'not an item of consent' using errcode = 'check_violation'; end if;
  perform from plan where id = new.plan_id for no key update;
  select seq, at into last from consent_act where plan_id = new.plan_id order by seq desc limit 1;
  new.seq := coalesce(last.seq, 0) + 1;
  if new.at is null or not pg_has_role(session_user, 'portal_owner', 'member') then
    new.at := greatest(clock_timestamp(), last.at + interval '1 microsecond');
  end if;
  if new.valid_from is not null then new.valid_from := greatest(new.valid_from, new.at); end if;
  return new;
end $$;

create function app.put_change_in_order() returns trigger
language plpgsql security definer set search_path = app, pg_temp as $$
begin
  perform from plan where id = new.plan_id for no key update;
  new.seq := coalesce((select max(seq) from plan_change where plan_id = new.plan_id), 0) + 1;
  if new.at is null or not pg_has_role(session_user, 'portal_owner', 'member') then
    new.at := clock_timestamp();
  end if;
  return new;
end $$;

-- nobody is required from or until a time that has passed: answers about the past never change
create function app.refuse_past() returns trigger
language plpgsql security definer set search_path = app, pg_temp as $$
begin
  if pg_has_role(session_user, 'portal_owner', 'member') then return new; end if;
  perform from plan where id = new.plan_id for no key update;
  if tg_op = 'INSERT' then
    new.required_from := greatest(new.required_from, clock_timestamp());
  elsif old.required_to <= clock_timestamp() then
    raise exception 'has already ended' using errcode = 'insufficient_privilege';
  elsif new.required_to is not null then
    new.required_to := greatest(new.required_to, clock_timestamp());
  end if;
  return new;
end $$;

create function app.refuse_past_basis() returns trigger
language plpgsql security definer set search_path = app, pg_temp as $$
begin
  if pg_has_role(session_user, 'portal_owner', 'member') then return new; end if;
  if tg_op = 'INSERT' then
    new.decided_at := clock_timestamp();
    new.ended_at := null;
  elsif old.ended_at is not null then
    raise exception 'has already ended' using errcode = 'insufficient_privilege';
  else
    new.ended_at := clock_timestamp();
  end if;
  return new;
end $$;

-- rule 12: an action is given to nobody who may not see the goal it serves
create function app.refuse_blind() returns trigger
language plpgsql security definer set search_path = app, pg_temp as $$
declare
  t timestamptz := statement_timestamp();
  served goal;
  charged participant;
begin
  select * into served from goal where id = new.goal_id and plan_id = new.plan_id;
  if new.responsible_id is not null then
    select * into charged from participant where id = new.responsible_id;
    if charged.organisation_id is distinct from new.organisation_id then
      raise exception 'somebody of another organisation' using errcode = 'check_violation';
    end if;
  end if;
  if not (new.organisation_id is null or new.organisation_id = served.from_party
      or discloses(new.plan_id, served.from_party, new.organisation_id, served.category, t))
    or not (new.person_id is null or new.person_id = served.from_party
      or owns(new.plan_id, new.person_id, t)
      or discloses(new.plan_id, served.from_party, new.person_id, served.category, t))
  then raise exception 'may not see the goal' using errcode = 'check_violation'; end if;
  return new;
end $$;

-- the same when a goal is moved to another category
create function app.refuse_blinding() returns trigger
language plpgsql security definer set search_path = app, pg_temp as $$
begin
  if exists (select from action a where a.plan_id = new.plan_id and a.goal_id = new.id
    and a.removed_at is null
    and (a.organisation_id <> new.from_party and not discloses(new.plan_id, new.from_party,
        a.organisation_id, new.category, statement_timestamp())
      or a.person_id <> new.from_party and not owns(new.plan_id, a.person_id, statement_timestamp())
        and not discloses(new.plan_id, new.from_party, a.person_id, new.category,
          statement_timestamp())))
  then raise exception 'somebody would no longer see it' using errcode = 'check_violation'; end if;
  return new;
end $$;

-- what only the handlers change in a plan; others only touch it
create function app.refuse_case_fields() returns trigger
language plpgsql security definer set search_path = app, pg_temp as $$
declare
  touched plan := old;
begin
  touched.changed_at := new.changed_at;
  touched.version := new.version;
  if new is distinct from touched and not pg_has_role(session_user, 'portal_owner', 'member')
    and not new.id = any (my_cases())
  then raise exception 'not yours to change' using errcode = 'insufficient_privilege'; end if;
  return new;
end $$;

-- another party's measure that is mine to carry out: how it stands, and nothing else
create function app.refuse_foreign_fields() returns trigger
language plpgsql security definer set search_path = app, pg_temp as $$
declare
  touched action := old;
begin
  touched.disclosure := new.disclosure;  -- not worked out yet, before the update
  touched.status := new.status;
  touched.version := new.version;
  touched.changed_at := new.changed_at;
  touched.changed_by := new.changed_by;
  if new is distinct from touched and not pg_has_role(session_user, 'portal_owner', 'member')
    and not new.plan_id || ':' || new.from_party = any (my_pens())
  then raise exception 'not yours to change' using errcode = 'insufficient_privilege'; end if;
  return new;
end $$;

-- who may see what is protected is the handlers' to say
create function app.refuse_own_sight() returns trigger
language plpgsql security definer set search_path = app, pg_temp as $$
begin
  if not pg_has_role(session_user, 'portal_owner', 'member')
    and not new.plan_id = any (my_cases())
    and not (tg_op = 'INSERT' and exists (select from plan
      where id = new.plan_id and initiator_id = new.organisation_id))
  then raise exception 'not yours to say' using errcode = 'insufficient_privilege'; end if;
  return new;
end $$;

-- a private person says whether they come, and staff who came
create function app.refuse_own_presence() returns trigger
language plpgsql security definer set search_path = app, pg_temp as $$
begin
  if new.was_present is distinct from old.was_present
    and not pg_has_role(session_user, 'portal_owner', 'member') and my_people() <> '{}'
  then raise exception 'not yours to say' using errcode = 'insufficient_privilege'; end if;
  return new;
end $$;
"""

TRIGGERS = """
create trigger number before insert on app.consent_act
  for each row execute function app.number_act();
create trigger put_in_order before insert on app.plan_change
  for each row execute function app.put_change_in_order();
create trigger present before insert or update of required_to on app.consenter
  for each row execute function app.refuse_past();
create trigger stays before update on app.consenter for each row
  when ((old.id, old.county_id, old.plan_id, old.person_id, old.required_from, old.mandate_scope,
      old.mandate_from, old.mandate_to, old.mandate_evidence_sealed, old.recorded_at,
      old.recorded_by)
    is distinct from (new.id, new.county_id, new.plan_id, new.person_id, new.required_from,
      new.mandate_scope, new.mandate_from, new.mandate_to, new.mandate_evidence_sealed,
      new.recorded_at, new.recorded_by))
  execute function app.refuse_change();
create trigger present before insert or update of ended_at on app.basis_decision
  for each row execute function app.refuse_past_basis();
create trigger stays before update on app.basis_decision for each row
  when ((old.id, old.county_id, old.plan_id, old.organisation_id, old.to_party, old.code,
      old.categories, old.reason_sealed, old.decided_by, old.decided_by_name, old.decided_at,
      old.valid_to, old.follow_up_on)
    is distinct from (new.id, new.county_id, new.plan_id, new.organisation_id, new.to_party,
      new.code, new.categories, new.reason_sealed, new.decided_by, new.decided_by_name,
      new.decided_at, new.valid_to, new.follow_up_on))
  execute function app.refuse_change();
create trigger sighted before insert or update of goal_id, organisation_id, responsible_id,
  person_id on app.action for each row execute function app.refuse_blind();
create trigger sighted before update of category on app.goal
  for each row when (old.category <> new.category) execute function app.refuse_blinding();
create trigger foreign_fields before update on app.action
  for each row execute function app.refuse_foreign_fields();
create trigger case_fields before update on app.plan
  for each row execute function app.refuse_case_fields();
create trigger own_sight before insert on app.participant for each row
  when (new.sees_protected) execute function app.refuse_own_sight();
create trigger own_sight_change before update of sees_protected on app.participant for each row
  when (new.sees_protected and not old.sees_protected) execute function app.refuse_own_sight();
create trigger own_presence before update of was_present on app.attendance
  for each row execute function app.refuse_own_presence();
"""
APPEND_ONLY = (
    "consent_act",
    "plan_change",
    "call_event",
    "plan_version",
    "plan_approval",
    "plan_copy",
)


def _in(helper: str, column: str = "plan_id") -> str:
    return f"{column} = any ((select app.{helper}())::uuid[])"


MINE = "organisation_id = (select app.my_organisation())"
WRITTEN = _in("my_written_plans")
CASE = _in("my_cases")
LIVE = _in("live_plans")
# staff who take part; somebody near the person reads along and answers for themself
STAFF = f"({_in('open_plans')} and (select app.my_people()) = '{{}}')"
SEEN = _in("seen_plans")
OWN_PART = f"{MINE} and {WRITTEN}"
OWN_CALL = _in("my_calls", "id")
PEN = "(plan_id::text || ':' || from_party::text) = any ((select app.my_pens())::text[])"
# content: the first condition is for the index, the second says what is seen
HELD = (
    f"{WRITTEN} and array[disclosure, plan_id::text || ':' || from_party::text, plan_id::text]"
    " && (select app.my_disclosures())::text[]"
)
# the initiating organisation's own notes, before and after consent
CASE_NOTE = f"from_party = (select app.my_organisation()) and {CASE}"
# where the person and the handlers can be reached: the case's own, whatever consent says
OF_CASE = "kind in ('contact', 'participant_unit')"
CASEWORKER = f"{MINE} and (select app.i_am('caseworker'))"
SETS_CLOCKS = (
    "county_id = (select app.my_county()) and (select app.i_am('coordinator'))"
    " and (municipality_id = (select app.my_organisation()) or exists (select from"
    " app.organisation o where o.id = (select app.my_organisation()) and o.kind = 'region'))"
)

# table -> who selects, who inserts, which columns may be updated and by whom
ACCESS: dict[str, tuple[str, str | None, str | None, str | None]] = {
    "agreement_clock": (
        "county_id = (select app.my_county())",
        SETS_CLOCKS,
        "days, set_by, set_at",
        SETS_CLOCKS,
    ),
    "plan": (
        _in("my_plans", "id"),
        "initiator_id = (select app.my_organisation()) and county_id = (select app.my_county())"
        " and (select app.i_am('caseworker')) and phase = 'need'",
        "phase, phase_at, is_protected, need_found_on, changed_at, lead_principal_id,"
        " coordinator_id, version, not_started_reason, closed_at, municipality_id",
        _in("seen_plans", "id"),
    ),
    "plan_deviation": (
        "(organisation_id = (select app.my_organisation())"
        " or municipality_id = (select app.my_organisation()))"
        " and ((select app.i_am('coordinator')) or (select app.i_am('caseworker')))",
        f"{CASEWORKER} and county_id = (select app.my_county())",
        None,
        None,
    ),
    "read_review": (
        f"{MINE} and (select app.i_am('reviewer'))",
        f"{MINE} and (select app.i_am('reviewer')) and county_id = (select app.my_county())"
        " and reviewed_by = (select app.my_account())",
        None,
        None,
    ),
    "basis_decision": (
        f"{_in('case_plans')} or ({WRITTEN} and (organisation_id = (select app.my_organisation())"
        " or to_party = (select app.my_organisation())))",
        f"{OWN_PART} and decided_by = (select app.my_account())",
        "ended_at",
        OWN_PART,
    ),
    "closing_survey": (
        _in("case_plans"),
        f"{_in('my_owned_plans')} or {CASE}",
        None,
        None,
    ),
    "goal": (
        HELD,
        PEN,
        "category, position, stated_by, title_sealed, measure_sealed, status, version, changed_at,"
        " changed_by, removed_at",
        PEN,
    ),
    "participant": (
        f"{SEEN} or ({OWN_PART})",
        f"{MINE} and app.may_join(plan_id, account_id)",
        "name, title, sees_protected, ended_at",
        f"{CASE} or ({OWN_PART})",
    ),
    "plan_change": (
        HELD,
        f"account_id = (select app.my_account()) and ({PEN} or ({CASE_NOTE}))"
        " and (organisation_id = (select app.my_organisation()) or organisation_id is null)",
        None,
        None,
    ),
    "plan_copy": (OWN_PART, OWN_PART, None, None),
    "plan_person": (
        f"{SEEN} or {_in('my_people', 'id')} or ({_in('called_plans')} and kind = 'subject')",
        # nobody is linked but by a code that they use themselves (0007)
        f"{CASE} and account_id is null and linked_at is null",
        "kind, capacity, name_sealed, relation_sealed, personnummer_sealed, personnummer_index,"
        " account_id, linked_at, ended_at",
        CASE,
    ),
    "plan_placing": (
        f"{_in('placing_plans')} or ({_in('contact_plans')} and {OF_CASE})",
        f"{LIVE} or ({CASE} and {OF_CASE})",
        "text_sealed",
        f"{_in('placing_plans')} or ({_in('contact_plans')} and {OF_CASE})",
    ),
    "plan_text": (
        HELD,
        f"{PEN} or ({CASE_NOTE} and kind in ('need', 'not_started_reason', 'note'))",
        "category, text_sealed, version, changed_at, changed_by, removed_at",
        f"{PEN} or ({CASE_NOTE} and kind in ('need', 'not_started_reason', 'note'))",
    ),
    "plan_version": (SEEN, LIVE, None, None),
    "retention_clock": (
        OWN_PART,
        OWN_PART,
        "rule, last_note_on, ends_on",
        OWN_PART,
    ),
    "action": (
        HELD,
        PEN,
        "category, goal_id, position, kind, organisation_id, responsible_id, person_id,"
        " title_sealed, row_key, due_on, is_decided, status, version, changed_at, changed_by,"
        " removed_at",
        f"{PEN} or ({LIVE} and ({MINE} or {_in('my_people', 'person_id')}))",
    ),
    "call": (
        f"{_in('case_plans')} or {OWN_CALL}",
        f"{CASE} and app.may_call(plan_id, organisation_id)",
        "unit_id, contribution_sealed, status, answered_at, taken_by",
        f"{CASE} or {OWN_CALL}",
    ),
    "consenter": (
        _in("case_plans"),
        f"{CASE} and recorded_by = (select app.my_account())",
        "required_to",
        CASE,
    ),
    "follow_up": (SEEN, STAFF, "due_on, holder_id, held_on", STAFF),
    "meeting": (
        SEEN,
        STAFF,
        "purpose, starts_at, ends_at, is_remote, chair_id, status, revision, changed_at",
        f"{STAFF} or {CASE}",
    ),
    "plan_approval": (
        SEEN,
        f"{LIVE} and ({MINE} or {_in('my_people', 'person_id')}"
        f" or (organisation_id is null and {CASE}))",
        None,
        None,
    ),
    "agenda_item": (HELD, PEN, None, None),
    "attendance": (
        f"{SEEN} or {_in('my_people', 'person_id')}",
        f"{STAFF} or {CASE}",
        "reply, replied_at, was_present",
        f"{_in('my_people', 'person_id')} or {CASE} or {STAFF}",
    ),
    "call_event": (
        f"{_in('case_plans')} or {_in('my_calls', 'call_id')}",
        f"{CASE} or ({MINE} and {_in('my_calls', 'call_id')})",
        None,
        None,
    ),
    "consent_act": (
        _in("case_plans"),
        f"recorded_by = (select app.my_account()) and (({CASE}"
        " and recorded_for = (select app.my_organisation()))"
        f" or (recorded_for is null and {_in('my_consenters', 'consenter_id')}))",
        None,
        None,
    ),
}
# portal_app has nothing to do with these; only helpers read and fill them
SHUT = ("plan_key", "copy_key")

# an act is recorded in the chain of the own organisation, of an agreement it is party to, or of a
# plan in which one has a part
INDEXES = """
create index consent_act_plan_id_corrects_idx on app.consent_act (plan_id, corrects)
  where corrects is not null;
"""

RECORD = """
drop policy record on app.audit_entry;
create policy record on app.audit_entry for insert to portal_app
  with check (organisation_id = (select app.my_organisation())
              and account_id = (select app.my_account())
              and session_id = (select app.my_session())
              and county_id = (select app.my_county())
              and (stream = (select app.my_organisation())
                   or stream = any ((select app.my_agreements())::uuid[]){plans}));
"""
OF_PLANS = "\n                   or stream = any ((select app.my_plans())::uuid[])"

AUTHZ_RIGHTS = """
grant select, insert on app.audit_entry, app.plan_key, app.copy_key to portal_authz;
grant update (changed_at) on app.plan to portal_authz;
"""

FOR_APP = (
    "my_plans()",
    "seen_plans()",
    "my_cases()",
    "my_owned_plans()",
    "case_plans()",
    "open_plans()",
    "live_plans()",
    "called_plans()",
    "placing_plans()",
    "contact_plans()",
    "my_written_plans()",
    "my_people()",
    "my_consenters()",
    "open_calls()",
    "my_calls()",
    "my_disclosures()",
    "my_pens()",
    "audience(uuid, uuid, text)",
    "may_join(uuid, uuid)",
    "may_call(uuid, uuid)",
    "next_case_number()",
    "caseworkers()",
    "unlock(uuid[], text)",
    "keep_key(uuid, bytea, integer)",
    "keep_copy_key(uuid, uuid, bytea, integer)",
    "unlock_copy(uuid)",
    "readings(uuid)",
)
OF_TRIGGERS = (
    "number_act()",
    "put_change_in_order()",
    "refuse_past()",
    "refuse_past_basis()",
    "refuse_blind()",
    "refuse_blinding()",
    "refuse_case_fields()",
    "refuse_foreign_fields()",
    "refuse_own_sight()",
    "refuse_own_presence()",
)
FOR_HELPERS = (
    "is_grounded(uuid)",
    "reading_details(text[], uuid, text)",
    "sight(uuid)",
    "asking()",
    "parts(uuid, uuid, uuid[], uuid, uuid)",
    "discloses(uuid, uuid, uuid, text, timestamptz)",
    "owns(uuid, uuid, timestamptz)",
    "opens(uuid, uuid, timestamptz)",
    "consented(uuid[], timestamptz)",
)


def upgrade() -> None:
    op.execute(AUTHZ_RIGHTS)
    for table in ACCESS:
        op.execute(f"grant select on app.{table} to portal_authz")
    op.execute("grant create on schema app to portal_authz; set role portal_authz")
    for functions in (INNER, HELPERS, KEYS, GUARDS):
        op.execute(functions)
    op.execute("revoke execute on all functions in schema app from public")
    for function in FOR_APP:
        op.execute(f"grant execute on function app.{function} to portal_app")
    op.execute("grant execute on function app.is_grounded(uuid) to portal_worker")
    op.execute("reset role; revoke create on schema app from portal_authz")
    op.execute(TRIGGERS)
    op.execute(INDEXES)
    for table in APPEND_ONLY:
        op.execute(
            f"create trigger append_only before update or delete on app.{table}"
            " for each row execute function app.refuse_change();"
            f"create trigger append_only_table before truncate on app.{table}"
            " for each statement execute function app.refuse_change()"
        )
    for table, access in ACCESS.items():
        _open(table, *access)
    op.execute(
        "grant delete on app.plan_placing to portal_app;"
        "create policy clear on app.plan_placing for delete to portal_app"
        f" using ({_in('placing_plans')} or ({_in('contact_plans')} and {OF_CASE}))"
    )
    op.execute(RECORD.format(plans=OF_PLANS))


def _open(
    table: str, select: str, insert: str | None, columns: str | None, update: str | None
) -> None:
    op.execute(
        f"grant select on app.{table} to portal_app;"
        f"create policy read on app.{table} for select to portal_app using ({select})"
    )
    if insert:
        op.execute(
            f"grant insert on app.{table} to portal_app;"
            f"create policy add on app.{table} for insert to portal_app with check ({insert})"
        )
    if update:
        op.execute(
            f"grant update ({columns}) on app.{table} to portal_app;"
            f"create policy change on app.{table} for update to portal_app"
            f" using ({update}) with check ({update})"
        )


def downgrade() -> None:
    op.execute(RECORD.format(plans=""))
    op.execute("drop policy clear on app.plan_placing")
    for table, (_, insert, _, update) in ACCESS.items():
        op.execute(f"drop policy read on app.{table}")
        if insert:
            op.execute(f"drop policy add on app.{table}")
        if update:
            op.execute(f"drop policy change on app.{table}")
    for table in APPEND_ONLY:
        op.execute(
            f"drop trigger append_only on app.{table};"
            f" drop trigger append_only_table on app.{table}"
        )
    op.execute("drop index app.consent_act_plan_id_corrects_idx")
    op.execute("set role portal_authz")
    for function in (*OF_TRIGGERS, *FOR_APP, *FOR_HELPERS):
        op.execute(f"drop function app.{function} cascade")
    op.execute("reset role; revoke insert on app.audit_entry from portal_authz")
    for table in (*ACCESS, *SHUT):
        op.execute(f"revoke all on app.{table} from portal_app, portal_authz")
