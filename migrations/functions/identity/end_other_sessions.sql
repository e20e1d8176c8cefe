-- Sign the asker out everywhere but here; answers how many sessions that were.
create or replace function app.end_other_sessions() returns integer
language plpgsql volatile security definer set search_path = app, pg_temp as $$
declare ended integer;
begin
  update session set ended_at = now()
  where account_id = (select my_account()) and id <> (select my_session()) and ended_at is null;
  get diagnostics ended = row_count;
  return ended;
end $$;

grant execute on function app.end_other_sessions() to portal_app;
