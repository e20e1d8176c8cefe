-- Whose own the plan is at `t`: the person's it is about, and that of whoever is required with or for
-- them, while a mandate covers the plan. `mandate` is what theirs covers; null: all of it.
create or replace function app.owned_by(plan uuid, t timestamptz)
returns table (person_id uuid, mandate text[])
language sql stable as $$
  select p.id, null::text[] from app.plan_person p where p.plan_id = plan and p.kind = 'subject'
  union all
  select c.person_id, c.mandate_scope from app.consenter c
  where c.plan_id = plan and app.is_required(c.required_from, c.required_to, t)
    and app.is_mandated(c.mandate_scope, c.mandate_from, c.mandate_to, 'plan', t)
$$;
