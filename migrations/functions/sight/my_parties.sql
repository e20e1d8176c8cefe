-- In whose name I may write in a plan now: my own party's and, as a handler, the person's.
create or replace function app.my_parties(plan uuid) returns uuid[]
language sql stable as $$
  select coalesce(array_agg(party), '{}') from (
    select s.party from app.sight(my_parties.plan) s
    union all
    select p.id from app.sight(my_parties.plan) s
    join app.plan_person p on p.plan_id = s.plan_id and p.kind = 'subject'
    where s.is_handler) parties
$$;
