-- Whether a mail that waits may still be sent: its addressee may still open what it is about, and that
-- still stands. That a meeting is off may always be said, but to nobody who is kept out of the plan.
create or replace function app.is_grounded(wanted uuid) returns boolean
language plpgsql stable security definer set search_path = app, pg_temp as $$
declare
  m outbox;
  t timestamptz := statement_timestamp();
  let_in uuid[];
  is_going boolean;
begin
  select * into m from outbox where id = wanted;
  if m.plan_id = any (kept_out_of(m.account_id)) then return false; end if;
  if m.plan_id is null or m.calendar ->> 'method' = 'CANCEL' then return m.id is not null; end if;
  -- somebody as soon as the plan's own consent stands: see app.opened_to()
  let_in := array(select o.party from opened_to(array[m.plan_id], t) o);
  is_going := (select goes_on(l.phase, l.consented_at, let_in <> '{}') from plan l
    where l.id = m.plan_id);
  return still_stands(m, is_going, t) and (exists (select from plan_person p
      where p.plan_id = m.plan_id and p.account_id = m.account_id and p.ended_at is null
      and (p.id = any (let_in) or owns(m.plan_id, p.id, t)))
    or exists (select from membership s where s.account_id = m.account_id
      and s.organisation_id = coalesce(m.organisation_id, s.organisation_id)
      and s.role = 'caseworker' and s.ended_at is null
      and (exists (select from participant p join plan l on l.id = p.plan_id
          where p.plan_id = m.plan_id and p.account_id = m.account_id
          and p.organisation_id = s.organisation_id and takes_part_on(p, t)
          and (l.initiator_id = p.organisation_id or p.organisation_id = any (let_in)))
        or exists (select from call c where c.plan_id = m.plan_id
          and c.organisation_id = s.organisation_id and c.status = 'sent'
          and (c.unit_id is null or s.unit_id is null or c.unit_id = s.unit_id)
          and c.organisation_id = any (let_in)))));
end $$;

grant execute on function app.is_grounded(uuid) to portal_worker;
