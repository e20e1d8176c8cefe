-- Whoever asked for a transfer enters that it has applied to IVO: the day, until when IVO is to rule, and
-- what IVO calls it. Answers whether it did.
create or replace function app.apply_for_transfer(wanted uuid, on_day date, by_day date,
  their_reference text) returns boolean
language plpgsql volatile security definer set search_path = app, pg_temp as $$
declare
  mine uuid := my_organisation();
  me text := my_name();
begin
  if not i_am('coordinator') then return false; end if;
  update case_transfer set applied_by = me, applied_on = on_day, rule_by = by_day,
    ivo_reference = their_reference
  where id = wanted and requester_id = mine and applied_on is null and withdrawn_on is null
    and (answer = 'refuses' or (answer is null and answer_by < on_day));
  return found;
end $$;

grant execute on function app.apply_for_transfer(uuid, date, date, text) to portal_app;
