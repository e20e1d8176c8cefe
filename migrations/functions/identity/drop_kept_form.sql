-- The asker has their form back, or does not want it; answers whether it was there.
create or replace function app.drop_kept_form(wanted uuid, p_key_hash bytea) returns boolean
language plpgsql volatile security definer set search_path = app, pg_temp as $$
begin
  delete from kept_form
  where id = wanted and key_hash = p_key_hash and account_id = (select my_account());
  return found;
end $$;

grant execute on function app.drop_kept_form(uuid, bytea) to portal_app;
