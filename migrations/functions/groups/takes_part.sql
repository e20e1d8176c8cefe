-- Whether my organisation takes part in a group, or calls it together.
create or replace function app.takes_part(wanted uuid) returns boolean
language sql stable security definer set search_path = app, pg_temp as $$
  select exists (select from working_group g where g.id = wanted
    and (g.convener_id = (select my_organisation())
      or exists (select from group_member p where p.group_id = g.id
        and p.organisation_id = (select my_organisation()) and p.left_at is null)))
$$;
grant execute on function app.takes_part(uuid) to portal_app;
