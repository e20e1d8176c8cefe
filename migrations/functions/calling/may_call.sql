-- Whether I may call an organisation: I handle the plan, and the person lets it be called.
create or replace function app.may_call(wanted_plan uuid, wanted_organisation uuid) returns boolean
language sql stable security definer set search_path = app, pg_temp as $$
  select wanted_plan = any ((select my_cases())::uuid[])
    and opens(wanted_plan, wanted_organisation, statement_timestamp())
    and is_offered(wanted_organisation)
$$;

grant execute on function app.may_call(uuid, uuid) to portal_app;
