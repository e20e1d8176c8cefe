-- What is open in an organisation of a county that the asker administers: how many agreements, roles
-- and units, and of plans only whether there are any, whether one of them has nobody who can act in it,
-- and whether a part of one is still kept; and whether somebody has asked for a plan and waits.
create or replace function app.open_in_organisation(wanted uuid)
returns table (running integer, deciding integer, in_force integer, members integer,
  units integer, has_administrator boolean, has_coordinator boolean, has_plans boolean,
  has_unheld boolean, has_kept boolean, has_requests boolean)
language sql stable security definer set search_path = app, pg_temp as $$
  with own as (select g.id, g.status, g.last_day, g.amends_id from agreement g
      join agreement_party p on p.agreement_id = g.id and p.left_at is null
      where p.organisation_id = wanted),
    going as (select l.id from plan l where l.phase not in ('closed', 'not_started')
      and (l.initiator_id = wanted or exists (select from participant p where p.plan_id = l.id
          and p.organisation_id = wanted and p.ended_at is null)
        or exists (select from call c where c.plan_id = l.id and c.organisation_id = wanted
          and c.status = 'sent')))
  select (select count(*)::int from own where status in ('draft', 'shared')),
    (select count(*)::int from own where status in ('decision', 'signing')),
    (select count(*)::int from own where status in ('in_force', 'superseded')
      and amends_id is null
      and coalesce(last_day, 'infinity') >= (now() at time zone 'Europe/Stockholm')::date),
    (select count(distinct m.account_id)::int from membership m
      where m.organisation_id = wanted and m.ended_at is null),
    (select count(*)::int from unit u where u.organisation_id = wanted and u.closed_at is null),
    has_other(wanted, 'administrator', '00000000-0000-0000-0000-000000000000'),
    has_other(wanted, 'coordinator', '00000000-0000-0000-0000-000000000000'),
    exists (select from going),
    exists (select from going g where not exists (select from participant p
      join account a on a.id = p.account_id and a.disabled_at is null
      where p.plan_id = g.id and p.organisation_id = wanted and p.ended_at is null)
      and not has_other(wanted, 'caseworker', '00000000-0000-0000-0000-000000000000')),
    exists (select from going)
      or exists (select from retention_clock r where r.organisation_id = wanted
        and r.shredded_at is null)
      or exists (select from copy_key k where k.organisation_id = wanted
        and k.shredded_at is null)
      -- the job of every night has not been there yet
      or exists (select from plan l where (l.initiator_id = wanted
          or exists (select from participant p where p.plan_id = l.id
            and p.organisation_id = wanted))
        and not exists (select from retention_clock r where r.plan_id = l.id
          and r.organisation_id = wanted)),
    exists (select from plan_request q where q.organisation_id = wanted and q.settled_at is null)
  from organisation o where o.id = wanted and administers_county(o.county_id)
$$;

grant execute on function app.open_in_organisation(uuid) to portal_app;
