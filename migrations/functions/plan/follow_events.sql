-- Something has happened that a plan's phase and clocks follow from. Whoever enters history as the owner
-- says them as well.
create or replace function app.follow_events() returns trigger
language plpgsql security definer set search_path = app, pg_temp as $$
begin
  if tg_table_name in ('consent_act', 'consenter') then
    update plan p set consented_at = clock_timestamp()
    where p.id = new.plan_id and p.consented_at is null
      and is_consented(p.id, clock_timestamp());
  end if;
  if not pg_has_role(session_user, 'portal_owner', 'member') then
    perform settle_phase(new.plan_id);
    perform run_clocks(new.plan_id);
  end if;
  return null;
end $$;
