-- Queue mail to the coordinators of every party of an agreement that expires within `soon` days and
-- has no successor on its subject in one of its municipalities, has ended without one, or is to be reviewed within `review_soon` days or should
-- have been. Each is told once. Answers how many.
create or replace function app.remind_agreements(soon integer, review_soon integer)
returns integer
language plpgsql volatile security definer set search_path = app, pg_temp as $$
declare
  today date := (now() at time zone 'Europe/Stockholm')::date;
  queued integer;
begin
  insert into outbox (id, county_id, account_id, organisation_id, kind, path, dedupe,
    not_before)
  select gen_random_uuid(), g.county_id, a.id, (array_agg(o.id order by o.id))[1], due.kind,
    '/agreements/' || g.id, due.kind || ':' || g.id || ':' || due.day || ':' || a.id, now()
  from agreement g
  cross join lateral (select coalesce(g.next_review_on, g.review_on) as review_on,
    not exists (select from agreement_area here where here.agreement_id = g.id
      and not exists (select from agreement_area there
        join agreement n on n.id = there.agreement_id
        where there.municipality_id = here.municipality_id and n.subject_id = g.subject_id
          and n.status in ('in_force', 'superseded') and n.amends_id is null
          and coalesce(n.last_day, 'infinity') > g.last_day))
    or g.status = 'superseded' as has_successor) s
  cross join lateral (
    select 'agreement.expiring', g.last_day where not s.has_successor
      and today between g.last_day - soon and g.last_day
    union all
    -- not of what ended long before anybody was told
    select 'agreement.ended', g.last_day where not s.has_successor
      and g.last_day between today - soon and today - 1
    union all
    select 'agreement.review_near', s.review_on where today <= coalesce(g.last_day, 'infinity')
      and today between s.review_on - review_soon and s.review_on
    union all
    select 'agreement.review_late', s.review_on where today <= coalesce(g.last_day, 'infinity')
      and s.review_on < today) due (kind, day)
  join agreement_party p on p.agreement_id = g.id and p.joined_at is not null
    and p.left_at is null
  join organisation o on o.id = p.organisation_id and o.closed_at is null
  join membership m on m.organisation_id = o.id and m.role = 'coordinator' and m.ended_at is null
  join account a on a.id = m.account_id and a.disabled_at is null and a.email is not null
  where g.status in ('in_force', 'superseded') and g.amends_id is null
  group by g.county_id, g.id, due.kind, due.day, a.id
  on conflict (dedupe) do nothing;
  get diagnostics queued = row_count;
  return queued;
end $$;

grant execute on function app.remind_agreements(integer, integer) to portal_worker;
