-- A handler has handed over on paper what somebody was told in a case of theirs until `upto`; answers
-- how much of it was new.
create or replace function app.note_handed_over(person uuid, upto timestamptz) returns integer
language plpgsql volatile security definer set search_path = app, pg_temp as $$
declare noted integer;
begin
  update person_notice set handed_over_at = now(), handed_over_by = (select my_name())
  where person_id = person and at <= upto and handed_over_at is null
    and plan_id = any ((select my_cases())::uuid[]);
  get diagnostics noted = row_count;
  return noted;
end $$;

grant execute on function app.note_handed_over(uuid, timestamptz) to portal_app;
