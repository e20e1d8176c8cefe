-- Take back what ended by the passing of time, so that nobody's act closed it: a consent or a mandate
-- ran out, or somebody's consent came to be needed. However long ago that was: the worker may have
-- been away. Answers how much was closed.
create or replace function app.close_expired() returns integer
language sql volatile as $$
  with passed as (
    select plan_id from app.consent_act where kind = 'grant' and valid_to <= now()
    union
    select plan_id from app.consenter
    where required_from > recorded_at and required_from <= now()
      or required_to <= now() or mandate_to <= now())
  select coalesce(sum(app.close_plan(l.id)), 0)::integer
  from app.plan l join passed p on p.plan_id = l.id
  where exists (select from app.call c where c.plan_id = l.id and c.status in ('sent', 'taken'))
    or exists (select from app.meeting m where m.plan_id = l.id and m.status = 'planned')
    or exists (select from app.attendance a join app.meeting m on m.id = a.meeting_id
      where a.plan_id = l.id and a.cancelled_at is null and m.ends_at > now())
    or l.phase in ('consent', 'preparing')
$$;
