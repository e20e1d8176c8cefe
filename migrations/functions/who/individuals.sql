-- The county's organisation of private people.
create or replace function app.individuals() returns uuid
language sql stable security definer set search_path = app, pg_temp as $$
  select id from organisation where county_id = (select my_county()) and kind = 'individuals'
$$;

grant execute on function app.individuals() to portal_app;
