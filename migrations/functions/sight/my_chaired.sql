-- Meetings that I run: I hold them, or the plan together, or stand in for who does.
create or replace function app.my_chaired() returns uuid[]
language sql stable security definer set search_path = app, pg_temp as $$
  select coalesce(array_agg(m.id), '{}') from sight() s
  join plan l on l.id = s.plan_id join meeting m on m.plan_id = s.plan_id
  where s.is_open and s.is_going
    and (s.is_handler or s.participant_id in (l.coordinator_id, m.chair_id)
      or s.participant_id is not null and array[l.coordinator_id, m.chair_id]
        && (select stood_in_for())::uuid[])
$$;

grant execute on function app.my_chaired() to portal_app;
