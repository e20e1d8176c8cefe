-- Whoever applied to IVO enters what came of it, once. Answers whether it did.
create or replace function app.rule_on_transfer(wanted uuid, said text, on_day date) returns boolean
language plpgsql volatile security definer set search_path = app, pg_temp as $$
declare mine uuid := my_organisation();
begin
  if not i_am('coordinator') then return false; end if;
  update case_transfer set ruling = said, ruled_on = on_day
  where id = wanted and requester_id = mine and applied_on is not null and ruling is null;
  return found;
end $$;

grant execute on function app.rule_on_transfer(uuid, text, date) to portal_app;
