-- What opens to somebody whose own the plan is at `t`: all of it, or with a mandate each category
-- that the mandate covers, whoever wrote it.
create or replace function app.owner_keys(plan uuid, person uuid, t timestamptz) returns text[]
language sql stable as $$
  select case
    when exists (select from app.owned_by(plan, t) o
      where o.person_id = person and o.mandate is null)
    then array[plan::text]
    else array(
      select distinct plan || ':' || w.source || ':' || split_part(s.scope, ':', 2)
      from app.owned_by(plan, t) o cross join unnest(o.mandate) s (scope)
      cross join (
        select l.initiator_id as source from app.plan l where l.id = plan
        union select p.organisation_id from app.participant p where p.plan_id = plan
        union select p.id from app.plan_person p where p.plan_id = plan) w
      where o.person_id = person
        and s.scope = app.category_scope(split_part(s.scope, ':', 2))) end
$$;
