-- Whether somebody whose own the plan is may read at `t` what it holds in `category`: all of it, or
-- with a mandate what the mandate covers.
create or replace function app.owns_words(plan uuid, person uuid, category text, t timestamptz)
returns boolean
language sql stable as $$
  select exists (select from app.plan_person p
      where p.plan_id = plan and p.id = person and p.kind = 'subject')
    or exists (select from app.consenter c where c.plan_id = plan and c.person_id = person
      and app.is_required(c.required_from, c.required_to, t)
      and app.is_mandated(c.mandate_scope, c.mandate_from, c.mandate_to, 'plan', t)
      and app.is_mandated(c.mandate_scope, c.mandate_from, c.mandate_to, app.category_scope(category), t))
$$;
