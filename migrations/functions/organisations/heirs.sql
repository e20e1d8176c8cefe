-- An organisation with those that it was merged into, one after the other.
create or replace function app.heirs(organisation uuid) returns uuid[]
language sql stable as $$
  with recursive line as (
    select o.id, o.successor_id from app.organisation o where o.id = organisation
    union
    select o.id, o.successor_id from line join app.organisation o on o.id = line.successor_id)
  select array_agg(id) from line
$$;
