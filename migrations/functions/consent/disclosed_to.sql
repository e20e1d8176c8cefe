-- To whom what `source` holds in each category of a plan is disclosed at `t`: by a basis decision, or
-- in a plan that is open to them because it is their own or consent shares it.
create or replace function app.disclosed_to(plan uuid, source uuid, categories text[],
  t timestamptz) returns table (category text, party uuid)
language sql stable as $$
  select c.category, o.party
  from app.opened_to(array[plan], t) o cross join unnest(categories) c (category)
  where o.party = source or source || ':' || c.category = any (o.shared)
  union
  select c.category, b.to_party
  from app.bases(array[plan], t) b cross join unnest(categories) c (category)
  where b.organisation_id = source and c.category = any (b.categories)
$$;
