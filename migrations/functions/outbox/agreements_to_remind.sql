-- What is known of the agreements that somebody may be reminded of on a day: all that are being worked
-- on, and of those that have been signed what ends within `soon` days, or ended so many days ago, or is
-- to be reviewed within `review_soon`. What is due of whom agreements/expected.py works out.
-- `following`: what comes after it, the least in any of its municipalities: none, one that has been begun, or
-- one that has been signed and holds longer. `deviations` and `disputes` are those that wait for
-- somebody near their day.
create or replace function app.agreements_to_remind(today date, soon integer, review_soon integer)
returns table (agreement_id uuid, status text, status_at timestamptz, valid_from date,
  review_on date, creator_id uuid, party_ids uuid[], done uuid[], said jsonb, suggestions jsonb,
  is_written boolean, last_day date, due_on date, revision integer, open_ended boolean,
  following text, bound_ids uuid[], deviations jsonb, disputes jsonb)
language sql stable security definer set search_path = app, pg_temp as $$
  select k.agreement_id, k.status, k.status_at, k.valid_from, k.review_on, k.creator_id,
    k.party_ids, k.done, k.said, k.suggestions, k.is_written, k.last_day, k.due_on, k.revision,
    k.open_ended,
    case when k.status <> 'in_force' then 'signed' else (
      -- 0, 1 and 2, and of them the least
      select (array['none', 'begun', 'signed'])[1 + coalesce(min(x.far), 2)] from (
        select coalesce(max(case when n.status in ('in_force', 'superseded') then 2 when n.id is not null then 1 end), 0) as far
        from agreement_area here
        left join agreement_area there on there.municipality_id = here.municipality_id
        left join agreement n on n.id = there.agreement_id and n.subject_id = k.subject_id
          and n.id <> k.agreement_id and n.amends_id is null
          and (n.status in ('draft', 'shared', 'decision', 'signing')
            or (n.status in ('in_force', 'superseded')
              and coalesce(n.last_day, 'infinity') > k.last_day))
        where here.agreement_id = k.agreement_id
        group by here.municipality_id) x) end,
    k.bound_ids, v.waiting, u.open
  from known_agreements() k
  left join (
    select d.agreement_id, jsonb_agg(jsonb_build_object('id', d.id, 'reporter', d.organisation_id,
      'concerns', d.concerns_id, 'since', d.reported_at, 'until', d.answer_by)
      order by d.answer_by, d.id) as waiting
    from deviation d where d.answered_at is null and d.closed_at is null
      and d.answer_by between today - review_soon and today + review_soon
    group by d.agreement_id) v on v.agreement_id = k.agreement_id
  left join (
    select d.agreement_id, jsonb_agg(jsonb_build_object('id', d.id,
      'sides', array_remove(array[d.opener_id, d.other_id, d.third_id], null), 'since', d.opened_at, 'until', d.due_on,
      'silent', array(select s from unnest(array[d.opener_id, d.other_id, d.third_id]) s
        where s is not null and not exists (select from dispute_statement t where t.dispute_id = d.id
          and t.number = d.level and t.organisation_id = s)))
      order by d.due_on, d.id) as open
    from dispute d where d.settled_at is null and d.due_on between today and today + review_soon
      and not exists (select from dispute_settlement p where p.dispute_id = d.id and p.status = 'open')
    group by d.agreement_id) u on u.agreement_id = k.agreement_id
  where v.waiting is not null or u.open is not null or k.due_on is not null or (k.status in ('in_force', 'superseded') and k.amends_id is null
    and (k.last_day between today - soon and today + soon
      or (k.review_on <= today + review_soon and coalesce(k.last_day, 'infinity') >= today)))
$$;

grant execute on function app.agreements_to_remind(date, integer, integer) to portal_worker;
