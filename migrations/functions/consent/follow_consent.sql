-- The phase follows the ledger, whoever has spoken: asked for consent, the case waits for it, and
-- when everybody has given it the work is prepared. It goes no further by this.
create or replace function app.follow_consent(wanted uuid) returns void
language plpgsql volatile security definer set search_path = app, pg_temp as $$
declare
  t timestamptz := clock_timestamp();
begin
  if not wanted = any (case_plans()) then
    raise exception 'not yours to change' using errcode = 'insufficient_privilege';
  end if;
  update plan p set phase = 'consent', phase_at = t, changed_at = t
  where p.id = wanted and p.phase in ('need', 'not_started')
    and exists (select from consent_act a cross join unnest(a.items) n (item)
      cross join lateral consent_item(n.item) i
      where a.plan_id = p.id and a.kind = 'ask' and i.is_plan and a.at >= p.phase_at);
  update plan p set phase = 'preparing', phase_at = t, changed_at = t
  where p.id = wanted and p.phase = 'consent'
    and exists (select from consented(array[wanted], t) g
      cross join lateral consent_item(g.item) i where i.is_plan);
end $$;

grant execute on function app.follow_consent(uuid) to portal_app;
