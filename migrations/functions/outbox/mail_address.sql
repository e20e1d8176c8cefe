-- The address that the worker sends an account's mail to; null when the account is disabled.
create or replace function app.mail_address(wanted uuid) returns text
language sql stable security definer set search_path = app, pg_temp as
$$ select email from account where id = wanted and disabled_at is null $$;

grant execute on function app.mail_address(uuid) to portal_worker;
