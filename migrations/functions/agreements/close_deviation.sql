-- One of the two sides closes a deviation that has been answered, with what was learned. Answers
-- whether it did.
create or replace function app.close_deviation(wanted uuid, words text) returns boolean
language plpgsql volatile security definer set search_path = app, pg_temp as $$
begin
  update deviation set lesson = words, closed_by = my_name(), closed_by_id = my_organisation(),
    closed_at = clock_timestamp()
  where id = wanted and my_organisation() in (organisation_id, concerns_id) and i_am('coordinator')
    and answered_at is not null and closed_at is null and btrim(words) <> '';
  return found;
end $$;

grant execute on function app.close_deviation(uuid, text) to portal_app;
