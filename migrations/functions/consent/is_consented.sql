-- Whether all whose consent a plan requires consent to it at `t`.
create or replace function app.is_consented(wanted uuid, t timestamptz) returns boolean
language sql stable as $$
  select exists (select from app.consented(array[wanted], t) g
    cross join lateral app.consent_item(g.item) i where i.is_plan)
$$;
