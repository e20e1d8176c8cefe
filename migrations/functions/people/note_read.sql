-- The asker has read what they were told in a plan until `upto`; answers how much of it was new.
create or replace function app.note_read(wanted uuid, upto timestamptz) returns integer
language plpgsql volatile security definer set search_path = app, pg_temp as $$
declare noted integer;
begin
  update person_notice set read_at = now()
  where plan_id = wanted and person_id = any ((select my_people())::uuid[]) and at <= upto
    and read_at is null;
  get diagnostics noted = row_count;
  return noted;
end $$;

grant execute on function app.note_read(uuid, timestamptz) to portal_app;
