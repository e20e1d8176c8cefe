-- Whether consent opens the plan to a party at `t`.
create or replace function app.opens(plan uuid, party uuid, t timestamptz) returns boolean
language sql stable as
$$ select exists (select from app.opened_to(array[plan], t) o where o.party = opens.party) $$;
