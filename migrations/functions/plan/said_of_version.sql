-- What is said of a version of a plan on the person's side; no row while nobody there has answered.
-- Written out where it is called.
-- The person, and guardians for a child, say it themselves: an objection of one of them stands until
-- they take it back. Only while none of them has answered, whoever stands beside the person is heard.
create or replace function app.said_of_version(wanted uuid, wanted_number integer)
returns setof text
language sql stable as $$
  with last as (
    select distinct on (a.person_id) a.answer, p.kind = 'representative' as is_beside
    from app.plan_approval a join app.plan_person p on p.id = a.person_id
    where a.plan_id = wanted and a.number = wanted_number
      and p.kind in ('subject', 'guardian', 'representative')
    order by a.person_id, a.at desc, a.id desc)
  select l.answer from last l order by l.is_beside, l.answer = 'approved' limit 1
$$;
