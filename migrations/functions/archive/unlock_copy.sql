-- The key of one copy that my organisation holds, with its row in the log.
create or replace function app.unlock_copy(wanted uuid)
returns table (plan_id uuid, wrapped bytea, master_version integer)
language plpgsql volatile security definer set search_path = app, pg_temp as $$
#variable_conflict use_column
begin
  return query
  with mine as materialized (
    select c.plan_id, k.wrapped, k.master_version, me.*
    from asking() me join plan_copy c on c.id = wanted and c.organisation_id = me.organisation_id
    join copy_key k on k.plan_id = c.plan_id and k.organisation_id = c.organisation_id
      and k.wrapped is not null
    where c.plan_id = any ((select my_written_plans())::uuid[])),
  noted as (
    insert into audit_entry (id, county_id, stream, organisation_id, account_id, session_id,
      action, subject_kind, subject_id, details)
    select gen_random_uuid(), m.county_id, m.plan_id, m.organisation_id, m.account_id,
      my_session(), 'copy.read', 'PlanCopy', wanted,
      reading_details('{own}', null, m.units[1], 'copy')
    from mine m returning stream)
  select m.plan_id, m.wrapped, m.master_version from mine m join noted n on n.stream = m.plan_id;
end $$;

grant execute on function app.unlock_copy(uuid) to portal_app;
