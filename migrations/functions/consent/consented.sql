-- Every item that all who are required at `t` consent to, and the acts that give it. What an item is
-- about app.consent_item() says.
create or replace function app.consented(plans uuid[], t timestamptz)
returns table (plan_id uuid, item text, acts uuid[])
language sql stable as $$
  with needed as materialized (
    select c.plan_id, c.id, c.mandate_scope, c.mandate_from, c.mandate_to,
      count(*) over (partition by c.plan_id) as consenters
    from app.consenter c
    where c.plan_id = any (plans) and app.is_required(c.required_from, c.required_to, t)),
  word as materialized (
    select distinct on (a.plan_id, a.consenter_id, i.item)
      a.plan_id, a.consenter_id, i.item, a.id, a.kind, a.valid_from, a.valid_to
    from app.consent_act a cross join unnest(a.items) i (item)
    where a.plan_id = any (plans) and a.at <= t and a.kind <> 'error'
    order by a.plan_id, a.consenter_id, i.item, a.seq desc),
  annulled as materialized (
    select e.corrects from app.consent_act e
    where e.plan_id = any (plans) and e.corrects is not null and e.at <= t)
  select w.plan_id, w.item, array_agg(w.id)
  from word w join needed n on n.plan_id = w.plan_id and n.id = w.consenter_id
  cross join lateral app.consent_item(w.item) i
  where w.kind = 'grant' and w.valid_from <= t and t < w.valid_to
    and w.id not in (select corrects from annulled)
    and app.is_mandated(n.mandate_scope, n.mandate_from, n.mandate_to, i.scope, t)
  group by w.plan_id, w.item
  having count(*) = min(n.consenters)
$$;
