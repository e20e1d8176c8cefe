-- What a plan is for, as far as consent, or a decision, shares it at `t` with an organisation that is
-- called to it and has not come yet.
create or replace function app.called_purpose(plan uuid, party uuid, t timestamptz)
returns table (id uuid, from_party uuid, category text)
language sql stable as $$
  select x.id, x.from_party, x.category from app.plan_text x
  where x.plan_id = called_purpose.plan and x.kind = 'purpose' and x.removed_at is null
    and exists (select from app.disclosed_to(x.plan_id, x.from_party, array[x.category], t) d
      where d.party = called_purpose.party)
$$;
