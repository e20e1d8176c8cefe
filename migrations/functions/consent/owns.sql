-- Whether the plan is somebody's own at `t`: the person's it is about, or that of whoever is
-- required with or for them, while a mandate covers the plan. What of it they read
-- app.owns_words() says.
create or replace function app.owns(plan uuid, person uuid, t timestamptz) returns boolean
language sql stable as $$
  select exists (select from app.plan_person p
      where p.plan_id = plan and p.id = person and p.kind = 'subject')
    or exists (select from app.consenter c where c.plan_id = plan and c.person_id = person
      and app.is_required(c.required_from, c.required_to, t)
      and app.is_mandated(c.mandate_scope, c.mandate_from, c.mandate_to, 'plan', t))
$$;
