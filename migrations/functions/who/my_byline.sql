-- Who acts and for whom, as it stands in an agreement's history.
create or replace function app.my_byline() returns text
language sql stable security definer set search_path = app, pg_temp as $$
  select my_name() || ', ' || o.name from organisation o where o.id = (select my_organisation())
$$;

grant execute on function app.my_byline() to portal_app;
