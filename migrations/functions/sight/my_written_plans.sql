-- Plans where I have a part, and so may have written: no consent takes that sight away.
create or replace function app.my_written_plans() returns uuid[]
language plpgsql stable security definer set search_path = app, pg_temp as $$
declare
  narrow text := nullif(current_setting('app.plan', true), '');
  found uuid[];
begin
  select array_agg(p.plan_id) into found from asking() me cross join lateral
    parts(me.account_id, me.organisation_id, me.units,
      coalesce(narrow, '00000000-0000-0000-0000-000000000000')::uuid,
      coalesce(narrow, 'ffffffff-ffff-ffff-ffff-ffffffffffff')::uuid) p
  where p.participant_id is not null or p.person_id is not null;
  return coalesce(found, '{}');
end $$;

grant execute on function app.my_written_plans() to portal_app;
