-- The asker has read one of their notices; answers whether it was theirs.
create or replace function app.put_away_notice(wanted uuid) returns boolean
language plpgsql volatile security definer set search_path = app, pg_temp as $$
begin
  update notice set read_at = coalesce(read_at, now())
  where id = wanted and account_id = (select my_account());
  return found;
end $$;

grant execute on function app.put_away_notice(uuid) to portal_app;
