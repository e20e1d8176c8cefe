-- Take back what no consent of a plan of mine carries any longer, in the transaction that ends the
-- consent; answers how much was closed.
create or replace function app.close_ungrounded(wanted uuid) returns integer
language plpgsql volatile security definer set search_path = app, pg_temp as $$
begin
  if not wanted = any (my_plans()) then
    raise exception 'not yours to close' using errcode = 'insufficient_privilege';
  end if;
  return close_plan(wanted);
end $$;

grant execute on function app.close_ungrounded(uuid) to portal_app;
