-- How long somebody can say yes at a time: what the web server compares with its own settings before
-- it starts.
create or replace function app.longest_consent() returns interval
language sql stable security definer set search_path = app, pg_temp as
$$ select longest from consent_limit $$;

grant execute on function app.longest_consent() to portal_app;
