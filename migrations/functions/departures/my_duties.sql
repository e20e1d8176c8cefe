-- As app.my_places(), also of those whom I stand in for.
create or replace function app.my_duties() returns uuid[]
language sql stable security definer set search_path = app, pg_temp as $$
  select coalesce(array_agg(p.id), '{}') from sight() s join participant p on p.plan_id = s.plan_id
  where s.participant_id is not null and s.is_open and s.is_going
    and (p.id = s.participant_id or p.id = any ((select stood_in_for())::uuid[]))
$$;

grant execute on function app.my_duties() to portal_app;
