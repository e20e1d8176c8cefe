-- Take back what nothing carries any longer, because the plan or a consent has ended: calls, meetings,
-- who is asked to them, and mail that waits. Answers how much was closed.
create or replace function app.close_plan(wanted uuid) returns integer
language plpgsql volatile as $$
declare
  one record;
  closed integer := 0;
  t timestamptz := clock_timestamp();
  -- somebody as soon as the plan's own consent stands: see app.opened_to()
  let_in uuid[] := array(select o.party from app.opened_to(array[wanted], t) o);
  own uuid[] := array(select o.person_id from app.owned_by(wanted, t) o);
  has_ended boolean := (select p.phase in ('closed', 'not_started') from app.plan p
    where p.id = wanted);
  is_going boolean := (select app.goes_on(p.phase, p.consented_at, let_in <> '{}') from app.plan p
    where p.id = wanted);
begin
  for one in update app.call c set status = 'cancelled'
    where c.plan_id = wanted and c.status in ('sent', 'taken')
      and (has_ended and c.status = 'sent' or c.organisation_id <> all (let_in))
    returning c.*
  loop
    insert into app.call_event (id, county_id, plan_id, call_id, step, at, by_name, organisation_id)
    values (gen_random_uuid(), one.county_id, wanted, one.id, 'cancelled', clock_timestamp(),
      'Samsyn', one.organisation_id);
    closed := closed + 1;
  end loop;
  -- without the plan's own consent there is nothing to meet about
  update app.meeting m set status = 'cancelled', revision = revision + 1, changed_at = now()
  where m.plan_id = wanted and m.status = 'planned'
    and (has_ended or let_in = '{}');
  for one in select a.*, m.status as meeting_status from app.attendance a
    join app.meeting m on m.id = a.meeting_id
    left join app.participant p on p.id = a.participant_id
    where a.plan_id = wanted and a.cancelled_at is null and m.ends_at > now()
      and m.status in ('planned', 'cancelled')
      and (m.status = 'cancelled'
        or coalesce(p.organisation_id, a.person_id) <> all (let_in || own))
  loop
    update app.attendance set cancelled_at = clock_timestamp() where id = one.id;
    if one.meeting_status = 'planned' then
      update app.meeting set revision = revision + 1 where id = one.meeting_id;
    end if;
    perform app.take_back(one.id);
    closed := closed + 1;
  end loop;
  update app.outbox o set dead_at = now(), last_error = 'taken back'
  where o.plan_id = wanted and o.sent_at is null and o.dead_at is null and o.lease_until is null
    and not app.still_stands(o, is_going, t);
  perform app.settle_phase(wanted);
  return closed;
end $$;
