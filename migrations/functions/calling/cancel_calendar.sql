-- Take a meeting that is off, or that somebody is no longer asked to, out of their calendar.
-- Answers how many mails were queued.
create or replace function app.cancel_calendar(wanted uuid) returns integer
language plpgsql volatile security definer set search_path = app, pg_temp as $$
begin
  if not exists (select from attendance where id = wanted and plan_id = any (my_plans())) then
    raise exception 'not yours to take back' using errcode = 'insufficient_privilege';
  end if;
  return take_back(wanted);
end $$;

grant execute on function app.cancel_calendar(uuid) to portal_app;
