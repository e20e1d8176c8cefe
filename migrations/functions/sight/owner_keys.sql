-- What opens to somebody whose own the plan is at `t`: all of it, or with a mandate each category
-- that the mandate covers, whoever wrote it.
create or replace function app.owner_keys(plan uuid, person uuid, t timestamptz) returns text[]
language sql stable as $$
  select case
    when exists (select from app.plan_person p
        where p.plan_id = plan and p.id = person and p.kind = 'subject')
      or exists (select from app.consenter c where c.plan_id = plan and c.person_id = person
        and c.mandate_scope is null and app.is_required(c.required_from, c.required_to, t))
    then array[plan::text]
    else array(
      select distinct plan || ':' || w.source || ':' || split_part(s.scope, ':', 2)
      from app.consenter c cross join unnest(c.mandate_scope) s (scope)
      cross join (
        select l.initiator_id as source from app.plan l where l.id = plan
        union select p.organisation_id from app.participant p where p.plan_id = plan
        union select p.id from app.plan_person p where p.plan_id = plan) w
      where c.plan_id = plan and c.person_id = person and s.scope = app.category_scope(split_part(s.scope, ':', 2))
        and app.is_required(c.required_from, c.required_to, t)
        and app.is_mandated(c.mandate_scope, c.mandate_from, c.mandate_to, 'plan', t)) end
$$;
