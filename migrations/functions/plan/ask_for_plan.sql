-- Somebody asks an organisation for a plan, signed in or not; answers whether it takes requests. What
-- is sent twice is one.
create or replace function app.ask_for_plan(p_id uuid, p_organisation uuid, p_wrapped bytea,
  p_master integer, p_sealed bytea) returns boolean
language plpgsql volatile security definer set search_path = app, pg_temp as $$
begin
  if not exists (select from takes_requests() t where t.id = p_organisation) then
    return false;
  end if;
  insert into plan_request (id, county_id, organisation_id, wrapped, master_version,
    content_sealed, asked_at)
  select p_id, o.county_id, o.id, p_wrapped, p_master, p_sealed, now()
  from organisation o where o.id = p_organisation
  on conflict (id) do nothing;
  return true;
end $$;

grant execute on function app.ask_for_plan(uuid, uuid, bytea, integer, bytea) to portal_app;
