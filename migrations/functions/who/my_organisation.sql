-- The organisation that the asker acts for, while they have a role there.
create or replace function app.my_organisation() returns uuid
language sql stable security definer set search_path = app, pg_temp as
$$ select organisation_id from acting() $$;

grant execute on function app.my_organisation() to portal_app;
