-- Queue mail about a plan that I see to one of those who have a part in it: whoever consent has
-- shut out has nothing to tell the others.
create or replace function app.enqueue_for(p_account uuid, p_kind text, p_path text, p_dedupe text,
  p_plan uuid, p_calendar jsonb) returns integer
language plpgsql volatile security definer set search_path = app, pg_temp as $$
begin
  if not p_plan = any (known_plans()) then
    raise exception 'not yours to write about' using errcode = 'insufficient_privilege';
  end if;
  return queue_for(p_account, p_kind, p_path, p_dedupe, p_plan, p_calendar);
end $$;

grant execute on function app.enqueue_for(uuid, text, text, text, uuid, jsonb) to portal_app;
