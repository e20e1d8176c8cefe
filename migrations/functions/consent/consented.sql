-- Every item that all whose yes it takes at `t` consent to, and the acts that give it. What an item
-- is about app.consent_item() says.
--
-- It takes the yes of whoever is required and, with a mandate, covers the item: given within their
-- own term, and since somebody last ceased to be asked about it without a yes that stood to the last
-- (app.last_shrunk()), so that a smaller set opens nothing by itself and what everybody had said yes
-- to goes on. Who replaces the person says yes in their place; the person's own no counts all the
-- same, until they say yes. Who only stands beside the person opens nothing alone.
create or replace function app.consented(plans uuid[], t timestamptz)
returns table (plan_id uuid, item text, acts uuid[])
language sql stable as $$
  with term as materialized (
    select c.plan_id, c.id, c.person_id, c.mandate_scope, c.replaces, c.person_id = s.id as is_subject,
      greatest(c.required_from, c.mandate_from) as since,
      least(c.required_to, c.mandate_to) as until
    from app.consenter c join app.plan_person s on s.plan_id = c.plan_id and s.kind = 'subject'
    where c.plan_id = any (plans) and c.required_from <= t),
  annulled as materialized (
    select e.corrects from app.consent_act e
    where e.plan_id = any (plans) and e.corrects is not null and e.at <= t),
  word as materialized (
    select distinct on (a.plan_id, a.consenter_id, i.item)
      a.plan_id, a.consenter_id, i.item, a.id, a.kind, a.at, a.valid_from, a.valid_to
    from app.consent_act a cross join unnest(a.items) i (item)
    where a.plan_id = any (plans) and a.at <= t and a.kind <> 'error'
    order by a.plan_id, a.consenter_id, i.item, a.seq desc),
  yes as materialized (
    select w.plan_id, w.item, i.scope, w.consenter_id, w.id, w.at
    from word w cross join lateral app.consent_item(w.item) i
    -- as one condition: the planner takes each by itself to leave hardly a row, and loops over all
    where coalesce(w.kind = 'grant' and w.valid_from <= t and t < w.valid_to, false)
      and w.id not in (select corrects from annulled)),
  held as materialized (
    select s.plan_id, s.scope, n.id, n.person_id, n.is_subject, n.replaces, n.since, n.until,
      n.mandate_scope is null or n.replaces as may_open, n.until is null or t < n.until as is_now
    from (select distinct y.plan_id, y.scope from yes y) s join term n on n.plan_id = s.plan_id
    where n.since <= t and (n.until is null or n.since < n.until)
      and (n.mandate_scope is null or s.scope = any (n.mandate_scope))),
  -- who is no longer asked, and their yes if it stood when their term ended
  gone as materialized (
    select h.* from held h where not h.is_now and (h.plan_id, h.scope, h.person_id) not in (
      select o.plan_id, o.scope, o.person_id from held o where o.is_now)),
  shrunk as materialized (
    select g.plan_id, y.item, app.last_shrunk(array_agg(g.until order by g.until, g.id),
      array_agg(w.at order by g.until, g.id)) as at
    from gone g join (select distinct y.plan_id, y.item, y.scope from yes y) y
      on y.plan_id = g.plan_id and y.scope = g.scope
    left join word w on w.plan_id = g.plan_id and w.consenter_id = g.id and w.item = y.item
      and w.kind = 'grant' and g.since <= w.at and w.at < g.until
      and w.valid_from < g.until and g.until <= w.valid_to
      and w.id not in (select corrects from annulled)
    group by g.plan_id, y.item),
  needed as materialized (
    select h.plan_id, h.scope, h.id, h.since, count(*) over each as consenters,
      bool_or(h.may_open) over each as may_open, bool_or(h.is_subject) over each as by_subject
    from held h where h.is_now and not (h.is_subject and (h.plan_id, h.scope) in (
      select o.plan_id, o.scope from held o where o.is_now and o.replaces))
    window each as (partition by h.plan_id, h.scope)),
  -- what the person last turned down, in plans where something is said yes to without them, or where
  -- they were asked in another place, too: there they may have said no
  no as materialized (
    select w.plan_id, w.item from (
      select distinct on (a.plan_id, i.item) a.plan_id, i.item, a.kind
      from (select n.plan_id from needed n where not n.by_subject
        union select c.plan_id from app.consenter c
          join app.plan_person s on s.id = c.person_id and s.kind = 'subject'
          where c.plan_id = any (plans) group by c.plan_id having count(*) > 1) o
      join app.plan_person s on s.plan_id = o.plan_id and s.kind = 'subject'
      join app.consenter c on c.plan_id = s.plan_id and c.person_id = s.id
      join app.consent_act a on a.plan_id = c.plan_id and a.consenter_id = c.id and a.at <= t
        and (a.kind in ('refuse', 'withdraw')
          or a.kind = 'grant' and a.id not in (select corrects from annulled))
      cross join unnest(a.items) i (item)
      order by a.plan_id, i.item, a.seq desc) w
    where w.kind <> 'grant')
  select y.plan_id, y.item, array_agg(y.id)
  from yes y join needed n on n.plan_id = y.plan_id and n.scope = y.scope and n.id = y.consenter_id
  left join shrunk s on s.plan_id = y.plan_id and s.item = y.item
  where n.may_open and n.since <= y.at and (s.at is null or s.at <= y.at)
    and not exists (select from no where no.plan_id = y.plan_id and no.item = y.item)
  group by y.plan_id, y.item
  having count(*) = min(n.consenters)
$$;
