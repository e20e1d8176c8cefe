-- Whether the plan is somebody's own at `t`: the person's it is about, or that of whoever is
-- required in their place, while the mandate covers the plan.
create or replace function app.owns(plan uuid, person uuid, t timestamptz) returns boolean
language sql stable as $$
  select exists (select from app.plan_person p
      where p.plan_id = plan and p.id = person and p.kind = 'subject')
    or exists (select from app.consenter c where c.plan_id = plan and c.person_id = person
      and c.required_from <= t and (c.required_to is null or t < c.required_to)
      and (c.mandate_scope is null or ('plan' = any (c.mandate_scope)
        and c.mandate_from <= t and t < c.mandate_to)))
$$;
