-- Whether a change of one of these kinds, about this person, is confirmed in this very transaction.
create or replace function app.is_confirmed(wanted uuid, person uuid, kinds text[]) returns boolean
language sql stable as $$
  select exists (select from app.consenter_change c
    where c.plan_id = wanted and c.person_id = person and c.kind = any (kinds)
      and c.outcome = 'confirmed' and c.settled_at = transaction_timestamp())
$$;
