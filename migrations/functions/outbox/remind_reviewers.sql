-- Mail to the reviewers of each organisation whose staff have read plans and whose last review is
-- older than `days`. The same days ask once.
create or replace function app.remind_reviewers(days integer) returns integer
language plpgsql volatile security definer set search_path = app, pg_temp as $$
declare
  queued integer;
begin
  insert into outbox (id, county_id, account_id, organisation_id, kind, path, dedupe,
    not_before)
  select gen_random_uuid(), o.county_id, m.account_id, o.id, 'readings.review', '/log/readings',
    'readings.review:' || o.id || ':' || due.first_day || ':' || m.account_id, now()
  from organisation o
  cross join lateral (
    select coalesce((select max(r.last_day) + 1 from read_review r where r.organisation_id = o.id),
      (select (min(e.at) at time zone 'Europe/Stockholm')::date from audit_entry e where e.organisation_id = o.id
        and e.action = 'plan.read')) as first_day) due
  join membership m on m.organisation_id = o.id and m.role = 'reviewer' and m.ended_at is null
  join account a on a.id = m.account_id and a.disabled_at is null and a.email is not null
  where o.closed_at is null and o.kind <> 'individuals'
    and due.first_day <= (now() at time zone 'Europe/Stockholm')::date - days
  group by o.county_id, o.id, due.first_day, m.account_id
  on conflict (dedupe) do nothing;
  get diagnostics queued = row_count;
  return queued;
end $$;

grant execute on function app.remind_reviewers(integer) to portal_worker;
