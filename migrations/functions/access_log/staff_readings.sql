-- What staff of my organisation have read in plans, for its reviewer. A reader has a task when the
-- plan gives them something to do: the case itself, a measure, a call, a meeting, a follow-up.
create or replace function app.staff_readings(since timestamptz, until timestamptz)
returns table (id uuid, at timestamptz, account_id uuid, name text, unit text, plan_id uuid,
  case_number text, what text, ground text[], has_task boolean)
language sql stable security definer set search_path = app, pg_temp as $$
  select e.id, e.at, e.account_id, a.name, u.name, e.stream, l.case_number, d.details ->> 'what',
    array(select jsonb_array_elements_text(d.details -> 'ground')),
    exists (select from participant p where p.plan_id = e.stream and p.account_id = e.account_id
        and p.organisation_id = e.organisation_id and p.joined_at <= e.at + interval '1 hour'
        and (p.ended_at is null or e.at < p.ended_at)
        and (l.initiator_id = p.organisation_id or l.coordinator_id = p.id
          or exists (select from action x where x.plan_id = p.plan_id and x.responsible_id = p.id)
          or exists (select from call c where c.plan_id = p.plan_id and c.taken_by = p.id)
          or exists (select from meeting m where m.plan_id = p.plan_id and m.chair_id = p.id)
          or exists (select from attendance s where s.plan_id = p.plan_id
            and s.participant_id = p.id)
          or exists (select from follow_up f where f.plan_id = p.plan_id and f.holder_id = p.id)))
      or exists (select from call c where c.plan_id = e.stream and c.organisation_id =
        e.organisation_id and c.sent_at <= e.at and (c.answered_at is null or e.at <
        c.answered_at + interval '1 hour'))
  from audit_entry e cross join lateral (select reading_of(e.details)) d (details)
  join account a on a.id = e.account_id
  join plan l on l.id = e.stream
  left join unit u on u.id = (d.details ->> 'unit')::uuid
  where e.organisation_id = my_organisation() and i_am('reviewer')
    and is_reading(e.action) and d.details is not null and e.at >= since and e.at < until
  order by e.at desc, e.id desc
$$;

grant execute on function app.staff_readings(timestamptz, timestamptz) to portal_app;
