-- The municipality that is asked to take over a case answers, once; its no it may change into a yes until
-- IVO has been asked, and the no stays beside it. Of one outside the county whoever asked enters what its
-- paper says. Answers whether it did.
create or replace function app.answer_transfer(wanted uuid, said text, words text, own_reference text,
  on_day date) returns boolean
language plpgsql volatile security definer set search_path = app, pg_temp as $$
declare
  mine uuid := my_organisation();
  me text := my_name();
begin
  if not i_am('coordinator') then return false; end if;
  update case_transfer set answer = said, reason = words,
    other_reference = coalesce(nullif(own_reference, ''), other_reference),
    answered_by = me, answered_on = on_day,
    refused_by = answered_by, refused_on = answered_on,
    refused_reason = case when answer is not null then reason end
  where id = wanted and coalesce(other_id, requester_id) = mine
    and (answer is null or (answer = 'refuses' and said = 'takes_over'))
    and applied_on is null and withdrawn_on is null;
  return found;
end $$;

grant execute on function app.answer_transfer(uuid, text, text, text, date) to portal_app;
