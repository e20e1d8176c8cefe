-- The key of my organisation's copies of a plan: the given one, unless one was kept before.
create or replace function app.keep_copy_key(wanted_plan uuid, wanted_organisation uuid,
  p_wrapped bytea, p_version integer) returns table (wrapped bytea, master_version integer)
language plpgsql volatile security definer set search_path = app, pg_temp as $$
#variable_conflict use_column
begin
  if wanted_organisation is distinct from my_organisation()
    or not wanted_plan = any (my_written_plans())
  then raise exception 'not yours to lock' using errcode = 'insufficient_privilege'; end if;
  insert into copy_key (id, county_id, plan_id, organisation_id, wrapped, master_version)
  select gen_random_uuid(), county_id, id, wanted_organisation, p_wrapped, p_version
  from plan where id = wanted_plan
  on conflict (plan_id, organisation_id) do nothing;
  insert into audit_entry (id, county_id, stream, organisation_id, account_id, session_id,
    action, subject_kind, subject_id, details)
  select gen_random_uuid(), me.county_id, wanted_plan, me.organisation_id, me.account_id,
    my_session(), 'copy.key', 'Plan', wanted_plan,
    reading_details('{own}', null, me.units[1], 'copy_key')
  from asking() me;
  return query select k.wrapped, k.master_version from copy_key k
  where k.plan_id = wanted_plan and k.organisation_id = wanted_organisation
    and k.wrapped is not null;
end $$;

grant execute on function app.keep_copy_key(uuid, uuid, bytea, integer) to portal_app;
