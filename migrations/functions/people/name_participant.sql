-- Who takes part is called what their account is, whatever the web server says.
create or replace function app.name_participant() returns trigger
language plpgsql security definer set search_path = app, pg_temp as $$
begin
  new.name := coalesce((select a.name from account a where a.id = new.account_id), new.name);
  return new;
end $$;
