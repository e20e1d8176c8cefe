-- The county of the organisation that the asker acts for.
create or replace function app.my_county() returns uuid
language sql stable security definer set search_path = app, pg_temp as
$$ select county_id from acting() $$;

grant execute on function app.my_county() to portal_app;
