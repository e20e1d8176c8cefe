-- Whether the minutes of a meeting are fixed: all who were to have confirmed them.
create or replace function app.is_fixed(wanted uuid) returns boolean
language sql stable security definer set search_path = app, pg_temp as $$
  select exists (select from group_meeting m where m.id = wanted and m.fixed_at is not null)
$$;
grant execute on function app.is_fixed(uuid) to portal_app;
