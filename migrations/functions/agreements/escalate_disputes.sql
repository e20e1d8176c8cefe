-- Lift every dispute whose level's time is out to the next level, once each, and tell its sides'
-- coordinators. `workdays` are the working days that follow `today`, the first before: the n-th is
-- when n of them are out. At the last level nothing comes next: it stays there, its clock stopped,
-- and all are told once that its time is out. Answers how many there were. Any number may run it:
-- whoever does meanwhile takes the others.
create or replace function app.escalate_disputes(today date, workdays date[]) returns integer
language sql volatile security definer set search_path = app, pg_temp as $$
  with due as materialized (
    select d.id, d.county_id, d.agreement_id, d.opener_id, d.other_id, d.third_id, d.level, n.number as next,
      coalesce(workdays[n.working_days], today + n.days) as next_due
    from dispute d left join dispute_level n on n.dispute_id = d.id and n.number = d.level + 1
    where d.settled_at is null and d.due_on < today
    for update of d skip locked),
  told as materialized (
    select distinct o.id as organisation_id, a.id as account_id
    from (select opener_id as id from due union select other_id from due
      union select third_id from due) s
    join organisation o on o.id = s.id and o.closed_at is null
    join membership m on m.organisation_id = o.id and m.role = 'coordinator' and m.ended_at is null
    join account a on a.id = m.account_id and a.disabled_at is null and a.email is not null),
  mail as (
    insert into outbox (id, county_id, account_id, organisation_id, kind, path, dedupe, not_before)
    select gen_random_uuid(), d.county_id, t.account_id, t.organisation_id,
      case when d.next is null then 'dispute.out_of_time' else 'dispute.lifted' end,
      '/agreements/' || d.agreement_id || '/disputes/' || d.id,
      'dispute.lifted:' || d.id || ':' || d.level + 1 || ':' || t.account_id, now()
    from due d cross join lateral (values (d.opener_id), (d.other_id), (d.third_id)) s (id)
    join told t on t.organisation_id = s.id
    on conflict (dedupe) do nothing),
  ended as (
    update dispute_level l set ended_on = today, outcome = 'out_of_time'
    from due d where l.dispute_id = d.id and l.number = d.level and d.next is not null),
  begun as (
    update dispute_level l set started_on = today, due_on = d.next_due
    from due d where l.dispute_id = d.id and l.number = d.next),
  moved as (
    update dispute x set level = coalesce(d.next, x.level), due_on = d.next_due
    from due d where x.id = d.id)
  select count(*)::integer from due
$$;

grant execute on function app.escalate_disputes(date, date[]) to portal_worker;
