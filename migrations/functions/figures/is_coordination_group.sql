-- Whether I act for the county's coordination group.
create or replace function app.is_coordination_group() returns boolean
language sql stable security definer set search_path = app, pg_temp as $$
  select exists (select from organisation o where o.id = (select my_organisation())
    and o.kind = 'coordination_group')
$$;

grant execute on function app.is_coordination_group() to portal_app;
