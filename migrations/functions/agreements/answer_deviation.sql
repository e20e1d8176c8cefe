-- The one that a deviation concerns answers it, once. Answers whether it did.
create or replace function app.answer_deviation(wanted uuid, words text) returns boolean
language plpgsql volatile security definer set search_path = app, pg_temp as $$
declare
  mine uuid := my_organisation();
  me text := my_name();
begin
  if not i_am('coordinator') then return false; end if;
  update deviation set answer = words, answered_by = me, answered_at = clock_timestamp()
  where id = wanted and concerns_id = mine
    and answered_at is null and closed_at is null and btrim(words) <> '';
  return found;
end $$;

grant execute on function app.answer_deviation(uuid, text) to portal_app;
