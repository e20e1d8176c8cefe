-- To whom consent opens each of these plans at `t`: those for whom app.is_opened(), who can be none
-- but whoever found the need and whoever is let in. `shared` is what is shared with them of it, as
-- "source:category".
create or replace function app.opened_to(plans uuid[], t timestamptz)
returns table (plan_id uuid, party uuid, shared text[])
language sql stable as $$
  with given as materialized (
    select g.plan_id, i.is_plan, i.lets_in, i.addressee, i.content
    from app.consented(plans, t) g cross join lateral app.consent_item(g.item) i),
  told as materialized (
    select l.id as plan_id, l.initiator_id, bool_or(g.is_plan) as has_plan,
      array_agg(g.lets_in) filter (where g.lets_in is not null) as let_in
    from given g join app.plan l on l.id = g.plan_id group by l.id)
  select s.plan_id, c.party, array(select g.content from given g
    where g.plan_id = s.plan_id and g.addressee = c.party)
  from told s cross join lateral (
    select s.initiator_id as party union select unnest(s.let_in)) c
  where app.is_opened(s.has_plan, c.party = any (s.let_in), c.party = s.initiator_id)
$$;
