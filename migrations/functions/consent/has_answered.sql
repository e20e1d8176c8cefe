-- Whether the person has said yes or no themself while they were asked, and it has not been decided
-- since that a child is not asked.
create or replace function app.has_answered(wanted uuid) returns boolean
language sql stable security definer set search_path = app, pg_temp as $$
  select exists (select from plan_person p
    join consenter c on c.plan_id = p.plan_id and c.person_id = p.id
    join consent_act a on a.plan_id = c.plan_id and a.consenter_id = c.id
      and a.kind in ('grant', 'refuse', 'withdraw')
      and is_required(c.required_from, c.required_to, a.at)
    where p.plan_id = wanted and p.kind = 'subject'
      and not exists (select from consenter_change h where h.plan_id = wanted
        and h.kind = 'not_asked' and h.outcome = 'confirmed'
        and (h.settled_at >= a.at or h.settled_at = transaction_timestamp())))
$$;

grant execute on function app.has_answered(uuid) to portal_app;
