-- When somebody at a called organisation first opened each call of a case that I see: said of the
-- organisation, never of who it was.
create or replace function app.call_openings(wanted uuid)
returns table (call_id uuid, at timestamptz)
language sql stable security definer set search_path = app, pg_temp as $$
  select c.id, min(e.at) from call c
  join audit_entry e on e.stream = wanted and e.organisation_id = c.organisation_id
    and e.at >= c.sent_at and is_reading(e.action)
  where c.plan_id = wanted and wanted = any ((select case_plans())::uuid[])
    and reading_of(e.details) ->> 'what' = 'call'
  group by c.id
$$;

grant execute on function app.call_openings(uuid) to portal_app;
