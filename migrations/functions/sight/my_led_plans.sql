-- Plans that I hold together and that go on: I handle them, or am their coordinator or stand in for them.
create or replace function app.my_led_plans() returns uuid[]
language sql stable security definer set search_path = app, pg_temp as $$
  select coalesce(array_agg(s.plan_id), '{}') from sight() s join plan l on l.id = s.plan_id
  where s.is_open and s.is_going and (s.is_handler or l.coordinator_id = s.participant_id
    or s.participant_id is not null and l.coordinator_id = any ((select stood_in_for())::uuid[]))
$$;

grant execute on function app.my_led_plans() to portal_app;
