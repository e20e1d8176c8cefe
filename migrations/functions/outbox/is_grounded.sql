-- Whether a mail that waits may still be sent: its addressee may still open what it is about, and that
-- still stands. That a meeting is off may always be said.
create or replace function app.is_grounded(wanted uuid) returns boolean
language sql stable security definer set search_path = app, pg_temp as $$
  select exists (select from outbox m where m.id = wanted and (m.plan_id is null
    or m.calendar ->> 'method' = 'CANCEL'
    or still_stands(m, statement_timestamp()) and (exists (select from plan_person p where p.plan_id = m.plan_id
      and p.account_id = m.account_id and p.ended_at is null
      and (owns(p.plan_id, p.id, statement_timestamp())
        or opens(p.plan_id, p.id, statement_timestamp())))
    or exists (select from membership s where s.account_id = m.account_id
      and s.organisation_id = coalesce(m.organisation_id, s.organisation_id)
      and s.role = 'caseworker' and s.ended_at is null
      and (exists (select from participant p join plan l on l.id = p.plan_id
          where p.plan_id = m.plan_id and p.account_id = m.account_id
          and p.organisation_id = s.organisation_id and p.ended_at is null
          and (l.initiator_id = p.organisation_id
            or opens(m.plan_id, s.organisation_id, statement_timestamp())))
        or exists (select from call c where c.plan_id = m.plan_id
          and c.organisation_id = s.organisation_id and c.status = 'sent'
          and (c.unit_id is null or s.unit_id is null or c.unit_id = s.unit_id)
          and exists (select from consented(array[m.plan_id], statement_timestamp()) g
            cross join lateral consent_item(g.item) i
            where i.lets_in = s.organisation_id)))))))
$$;

grant execute on function app.is_grounded(uuid) to portal_worker;
