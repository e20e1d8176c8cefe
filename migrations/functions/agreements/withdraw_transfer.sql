-- Whoever asked for a transfer takes the request back, while nobody has taken the case over and IVO has not
-- been asked. Answers whether it did.
create or replace function app.withdraw_transfer(wanted uuid, words text, on_day date) returns boolean
language plpgsql volatile security definer set search_path = app, pg_temp as $$
declare
  mine uuid := my_organisation();
  me text := my_name();
begin
  if not i_am('coordinator') then return false; end if;
  update case_transfer set withdrawn_by = me, withdrawn_on = on_day, withdrawn_why = words
  where id = wanted and requester_id = mine and withdrawn_on is null
    and applied_on is null and answer is distinct from 'takes_over';
  return found;
end $$;

grant execute on function app.withdraw_transfer(uuid, text, date) to portal_app;
