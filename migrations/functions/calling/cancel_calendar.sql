-- Take a meeting that is off, or that somebody is no longer asked to, out of their calendar, and say
-- so on their first page. Answers how many mails were queued.
create or replace function app.cancel_calendar(wanted uuid) returns integer
language plpgsql volatile security definer set search_path = app, pg_temp as $$
begin
  if not exists (select from attendance where id = wanted and plan_id = any (my_plans())) then
    raise exception 'not yours to take back' using errcode = 'insufficient_privilege';
  end if;
  insert into notice (id, county_id, account_id, organisation_id, kind, path, about, at, dedupe)
  select gen_random_uuid(), a.county_id, coalesce(p.account_id, r.account_id),
    coalesce(p.organisation_id, o.id), 'meeting.cancelled', '/meetings/' || m.id, '', now(),
    'meeting.cancelled:' || a.id || ':' || m.revision
  from attendance a join meeting m on m.id = a.meeting_id
  join organisation o on o.county_id = a.county_id and o.kind = 'individuals'
  left join participant p on p.id = a.participant_id
  left join plan_person r on r.id = a.person_id
  where a.id = wanted and coalesce(p.account_id, r.account_id) is distinct from (select my_account())
    and coalesce(p.account_id, r.account_id) is not null
    and a.plan_id <> all (kept_out_of(coalesce(p.account_id, r.account_id)))
  on conflict (dedupe) do nothing;
  return take_back(wanted);
end $$;

grant execute on function app.cancel_calendar(uuid) to portal_app;
