-- When somebody at a called organisation first opened each call of a case that I see: said of the
-- organisation, never of who it was. Each reading is looked into once, however many calls there are; that
-- it is of a call stands last in it (app.reading_details()).
create or replace function app.call_openings(wanted uuid)
returns table (call_id uuid, at timestamptz)
language sql stable security definer set search_path = app, pg_temp as $$
  with opened as materialized (
    select e.organisation_id, e.at from audit_entry e
    where e.stream = wanted and e.action = 'plan.read' and e.details like '%"what":"call"}'
      and wanted = any ((select case_plans())::uuid[]))
  select c.id, min(o.at) from call c
  join opened o on o.organisation_id = c.organisation_id and o.at >= c.sent_at
  where c.plan_id = wanted
  group by c.id
$$;

grant execute on function app.call_openings(uuid) to portal_app;
