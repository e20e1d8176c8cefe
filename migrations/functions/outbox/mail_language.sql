-- What an account wants its mail in: Swedish, English or both.
create or replace function app.mail_language(wanted uuid) returns text
language sql stable security definer set search_path = app, pg_temp as
$$ select mail_language from account where id = wanted $$;

grant execute on function app.mail_language(uuid) to portal_worker;
