-- Every item that all who are required at `t` consent to, and the acts that give it.
create or replace function app.consented(plans uuid[], t timestamptz)
returns table (plan_id uuid, item text, acts uuid[])
language sql stable as $$
  with needed as materialized (
    select c.plan_id, c.id, c.mandate_scope, c.mandate_from, c.mandate_to,
      count(*) over (partition by c.plan_id) as consenters
    from app.consenter c
    where c.plan_id = any (plans) and c.required_from <= t
      and (c.required_to is null or t < c.required_to)),
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
  where w.kind = 'grant' and w.valid_from <= t and t < w.valid_to
    and w.id not in (select corrects from annulled)
    and (n.mandate_scope is null or (n.mandate_from <= t and t < n.mandate_to
      and case when w.item like 'share:%' then 'share:' || split_part(w.item, ':', 4)
          else split_part(w.item, ':', 1) end = any (n.mandate_scope)))
  group by w.plan_id, w.item
  having count(*) = min(n.consenters)
$$;
