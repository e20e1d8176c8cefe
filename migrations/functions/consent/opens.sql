-- Whether consent opens the plan to a party at `t`: the plan itself is consented to, and the party
-- is let in or found the need. The initiator's invitation would be to itself.
create or replace function app.opens(plan uuid, party uuid, t timestamptz) returns boolean
language sql stable as $$
  with given as materialized (select item from app.consented(array[plan], t))
  select exists (select from given where item = 'plan')
    and (exists (select from app.plan p where p.id = plan and p.initiator_id = party)
      or exists (select from given where item in ('invite:' || party, 'relative:' || party)))
$$;
