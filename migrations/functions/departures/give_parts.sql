-- Give somebody's place in plans of my organisation, in all of them or in some, to a colleague
-- (app.give_part); of some, not where they only stand in. Answers in how many; null, and nothing is
-- done, where the colleague is kept out of one of them.
create or replace function app.give_parts(leaving uuid, successor uuid, plans uuid[])
returns integer
language plpgsql volatile as $$
declare
  mine uuid := app.my_organisation();
  part app.participant;
  total integer := 0;
begin
  if leaving = successor or not app.is_caseworker(successor)
  then raise exception 'not yours to hand over' using errcode = 'insufficient_privilege'; end if;
  if exists (select from app.participant p where p.account_id = leaving
    and p.organisation_id = mine and p.ended_at is null
    and (plans is null or (p.plan_id = any (plans) and p.until_on is null))
    and p.plan_id = any (app.kept_out_of(successor)))
  then return null; end if;
  for part in select p.* from app.participant p where p.account_id = leaving
    and p.organisation_id = mine and p.ended_at is null
    and (plans is null or (p.plan_id = any (plans) and p.until_on is null)) order by p.plan_id
  loop
    perform app.give_part(part, successor);
    total := total + 1;
  end loop;
  perform app.run_stand_ins();
  return total;
end $$;
