-- What each of some agreements is about, for whoever is signed in in the county: also for those who
-- read none of them, when a plan or a deviation names a measure of one.
create or replace function app.subjects_of(wanted uuid[])
returns table (agreement_id uuid, subject_id uuid, subject text, subject_en text)
language sql stable security definer set search_path = app, pg_temp as $$
  select a.id, b.id, b.name, b.name_en from agreement a
  join subject b on b.id = a.subject_id
  where a.id = any (wanted) and a.county_id = (select my_county())
$$;

grant execute on function app.subjects_of(uuid[]) to portal_app;
