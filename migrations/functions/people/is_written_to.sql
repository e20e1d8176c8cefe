-- Whether those who handle a plan may write to somebody in it: they are in it, and not kept out of it.
create or replace function app.is_written_to(wanted uuid, person uuid) returns boolean
language sql stable security definer set search_path = app, pg_temp as
$$ select is_in_plan(wanted, person) and not is_kept_out(person) $$;

grant execute on function app.is_written_to(uuid, uuid) to portal_app;
