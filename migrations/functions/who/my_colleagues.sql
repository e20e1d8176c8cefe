-- The accounts that have or had a role in the asker's organisation.
create or replace function app.my_colleagues() returns uuid[]
language sql stable security definer set search_path = app, pg_temp as $$
  select coalesce(array_agg(distinct account_id), '{}') from membership
  where organisation_id = (select my_organisation())
$$;

grant execute on function app.my_colleagues() to portal_app;
