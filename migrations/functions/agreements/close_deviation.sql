-- One of the two sides closes a deviation that has been answered, with what was learned. Answers
-- whether it did.
create or replace function app.close_deviation(wanted uuid, words text) returns boolean
language plpgsql volatile security definer set search_path = app, pg_temp as $$
declare
  mine uuid := my_organisation();
  me text := my_name();
begin
  if not i_am('coordinator') then return false; end if;
  update deviation set lesson = words, closed_by = me, closed_by_id = mine,
    closed_at = clock_timestamp()
  where id = wanted and mine in (organisation_id, concerns_id)
    and answered_at is not null and closed_at is null and btrim(words) <> '';
  return found;
end $$;

grant execute on function app.close_deviation(uuid, text) to portal_app;
