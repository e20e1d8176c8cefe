-- Who may see at `t` what `source` holds in each category of a plan: the source itself, to whom it is
-- disclosed, and whose own the plan is: all of it, or with a mandate what the mandate covers.
create or replace function app.shown_to(plan uuid, source uuid, categories text[], t timestamptz)
returns table (category text, party uuid)
language sql stable as $$
  select c.category, source from unnest(categories) c (category)
  union
  select d.category, d.party from app.disclosed_to(plan, source, categories, t) d
  union
  select c.category, o.person_id
  from app.owned_by(plan, t) o cross join unnest(categories) c (category)
  where o.mandate is null or app.category_scope(c.category) = any (o.mandate)
$$;
