-- How whoever changes an organisation is written in its history: name and organisation; null for
-- the database's owner, who is nobody in the portal.
create or replace function app.who_changes() returns text
language sql stable security definer set search_path = app, pg_temp as $$
  select a.name || ', ' || o.name from acting() me join account a on a.id = me.account_id
  join organisation o on o.id = me.organisation_id
$$;
