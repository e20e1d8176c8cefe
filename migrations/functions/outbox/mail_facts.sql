-- What a mail may name. Of an agreement, which is public: where it holds, whose act, what of it, until when
-- and, where the county has templates on more than one subject, on which; which agreement and which
-- suggestion it is about, its page says; and what is waited for and until when. Of a plan: which organisation it comes from, unless that
-- could tell where a protected person is, and the day of what it is about. Of a group: its name, when and
-- where it meets, and what it is to take up.
create or replace function app.mail_facts(wanted uuid)
returns table (municipality text, sender text, section text, of_matrix boolean, of_term boolean,
  valid_from date, valid_until date, review_on date, organisation text, answer_by date,
  starts_at timestamptz, subject text, open_ended boolean, due_on date, task text,
  group_name text, agenda text[], place text)
language sql stable security definer set search_path = app, pg_temp as $$
  select w.place, s.name, n.number || ' ' || n.heading, g.operations is not null,
    g.term is not null, a.valid_from, a.last_day,
    coalesce(a.next_review_on, a.review_on), null, null::date,
    null::timestamptz, case when (select count(distinct t.subject_id) > 1
      from template_version t where t.county_id = a.county_id) then b.name end, a.open_ended,
    coalesce(g.answer_by, d.answer_by, u.due_on, a.due_on), case when m.kind in ('agreement.asked_again', 'agreement.near', 'agreement.due',
      'agreement.late') then split_part(m.dedupe, ':', 3) end, null, null::text[], null
  from outbox m
  join agreement a on a.id::text = substring(m.path from '^/agreements/([0-9a-f-]{36})')
  join lateral (select case when a.covers_county
      then (select c.name from county c where c.id = a.county_id)
      else string_agg(o.name, ', ' order by o.sort_key) end as place
    from organisation o where o.id = any (a.municipality_ids)) w on true
  join subject b on b.id = a.subject_id
  left join organisation s on s.id = m.sender_id
  left join suggestion g on g.agreement_id = a.id
    and g.id::text = substring(m.path from '/suggestions/([0-9a-f-]{36})')
  left join section n on n.id = g.section_id
  left join deviation d on d.agreement_id = a.id
    and d.id::text = substring(m.path from '/deviations/([0-9a-f-]{36})')
  left join dispute u on u.agreement_id = a.id
    and u.id::text = substring(m.path from '/disputes/([0-9a-f-]{36})')
  where m.id = wanted and m.plan_id is null
  union all
  select null, null, null, null, null, null, null, null,
    case when not l.is_protected then o.name end,
    (c.answer_by at time zone 'Europe/Stockholm')::date,
    coalesce((m.calendar ->> 'start')::timestamptz, t.starts_at), null, null, null::date, null,
    null, null::text[], null
  from outbox m
  join plan l on l.id = m.plan_id
  join organisation o on o.id = l.initiator_id
  left join call c on c.plan_id = l.id
    and c.id::text = substring(m.path from '/calls/([0-9a-f-]{36})')
  left join meeting t on t.plan_id = l.id
    and t.id::text = substring(m.path from '^/meetings/([0-9a-f-]{36})')
  where m.id = wanted
  union all
  select null, s.name, null, null, null, null, null, null, null, null::date,
    coalesce((m.calendar ->> 'start')::timestamptz, t.starts_at), null, null,
    case when m.kind in ('group.near', 'group.due', 'group.late')
      then split_part(m.dedupe, ':', 4)::date end,
    case when m.kind in ('group.near', 'group.due', 'group.late')
      then split_part(m.dedupe, ':', 3) end,
    g.name, array(select one ->> 'line' from jsonb_array_elements(t.agenda) one), t.place
  from outbox m
  join working_group g on g.id::text = case when m.kind = 'group.left' then split_part(m.dedupe, ':', 2)
    else substring(m.path from '^/groups/([0-9a-f-]{36})') end
  left join organisation s on s.id = m.sender_id
  left join group_meeting t on t.group_id = g.id
    and t.id::text = substring(m.path from '/meetings/([0-9a-f-]{36})')
  where m.id = wanted and m.plan_id is null
  union all
  select null, s.name, null, null, null, null, null, null, null, null::date, null::timestamptz, null,
    null, null::date, null, null, null::text[], null
  from outbox m
  join organisation s on s.id = m.sender_id
  where m.id = wanted and m.path like '/transfers/%'
$$;

grant execute on function app.mail_facts(uuid) to portal_worker;
