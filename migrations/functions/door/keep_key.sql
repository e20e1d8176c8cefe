-- Keep a plan's key: once, by who begins it: its handler, or before anybody is named.
create or replace function app.keep_key(wanted_plan uuid, p_wrapped bytea, p_version integer)
returns void
language plpgsql volatile security definer set search_path = app, pg_temp as $$
begin
  if not (wanted_plan = any (my_cases()) or may_join(wanted_plan, my_account())) then
    raise exception 'not yours to lock' using errcode = 'insufficient_privilege';
  end if;
  insert into plan_key (id, county_id, plan_id, wrapped, master_version)
  select gen_random_uuid(), county_id, id, p_wrapped, p_version from plan where id = wanted_plan;
end $$;

grant execute on function app.keep_key(uuid, bytea, integer) to portal_app;
