-- Sign somebody of the administrator's organisation out everywhere they act for it; answers how
-- many sessions that were. Where they act for another organisation is not this one's to say.
create or replace function app.end_sessions_of(p_account uuid) returns integer
language plpgsql volatile security definer set search_path = app, pg_temp as $$
declare ended integer;
begin
  if not i_am('administrator') or not p_account = any (my_colleagues()) then
    raise exception 'not yours to end' using errcode = 'insufficient_privilege';
  end if;
  update session set ended_at = now()
  where account_id = p_account and organisation_id = (select my_organisation()) and ended_at is null;
  get diagnostics ended = row_count;
  return ended;
end $$;

grant execute on function app.end_sessions_of(uuid) to portal_app;
