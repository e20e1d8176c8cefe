-- Who says something of a shared text, and of which text, is the database's to say.
create or replace function app.stamp_reading() returns trigger
language plpgsql security definer set search_path = app, pg_temp as $$
begin
  new.account_id := my_account();
  new.revision := (select revision from agreement where id = new.agreement_id);
  return new;
end $$;
