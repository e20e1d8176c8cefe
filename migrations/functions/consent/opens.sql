-- Whether consent opens the plan to a party at `t`: see app.is_opened().
create or replace function app.opens(plan uuid, party uuid, t timestamptz) returns boolean
language sql stable as $$
  with given as materialized (
    select i.* from app.consented(array[plan], t) g cross join lateral app.consent_item(g.item) i)
  select app.is_opened(exists (select from given where is_plan),
    exists (select from given where lets_in = party),
    exists (select from app.plan p where p.id = plan and p.initiator_id = party))
$$;
