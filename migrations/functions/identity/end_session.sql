-- Sign one of the asker's sessions out; answers whether it was theirs and lived.
create or replace function app.end_session(wanted uuid) returns boolean
language plpgsql volatile security definer set search_path = app, pg_temp as $$
begin
  update session set ended_at = now()
  where id = wanted and account_id = (select my_account()) and ended_at is null;
  return found;
end $$;

grant execute on function app.end_session(uuid) to portal_app;
