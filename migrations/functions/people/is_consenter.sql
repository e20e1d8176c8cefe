-- Whether the consenter of that id is this person.
create or replace function app.is_consenter(person uuid, consenter text) returns boolean
language sql stable security definer set search_path = app, pg_temp as $$
  select exists (select from consenter c where c.person_id = person and c.id::text = consenter)
$$;
