-- To whom consent opens each of these plans at `t`: those for whom app.is_opened(), who can be none
-- but whoever found the need and whoever is let in. `shared` is what is shared with them of it, as
-- "source:category".
create or replace function app.opened_to(plans uuid[], t timestamptz)
returns table (plan_id uuid, party uuid, shared text[])
language sql stable as $$
  with given as materialized (
    select g.plan_id, i.is_plan, i.lets_in, i.addressee, i.content
    from app.consented(plans, t) g cross join lateral app.consent_item(g.item) i),
  told as (
    select l.id as plan_id, c.party, bool_or(g.is_plan) as has_plan,
      bool_or(g.lets_in = c.party) as is_let_in, l.initiator_id = c.party as is_initiator,
      array_agg(g.content) filter (where g.addressee = c.party) as shared
    from app.plan l join given g on g.plan_id = l.id
    cross join lateral (select l.initiator_id as party
      union select o.lets_in from given o where o.plan_id = l.id and o.lets_in is not null) c
    group by l.id, c.party)
  select s.plan_id, s.party, s.shared from told s
  where app.is_opened(s.has_plan, s.is_let_in, s.is_initiator)
$$;
