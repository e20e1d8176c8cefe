-- Whether I call a group together: a coordinator of the organisation that does.
create or replace function app.convenes(wanted uuid) returns boolean
language sql stable security definer set search_path = app, pg_temp as $$
  select i_am('coordinator') and exists (select from working_group g where g.id = wanted
    and g.convener_id = (select my_organisation()))
$$;
grant execute on function app.convenes(uuid) to portal_app;
