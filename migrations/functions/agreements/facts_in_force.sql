-- What is agreed as data in some municipalities of my county on a day: see app.facts_at. For whoever
-- is signed in: it is what signed, public documents say.
create or replace function app.facts_in_force(about uuid, places uuid[], day date, starting text)
returns table (municipality_id uuid, subject_id uuid, subject text, subject_en text,
  agreement_id uuid, title text, since date, section_id uuid, section_key text,
  section_number integer, section_heading text, key text, label text, kind text, declared jsonb,
  said jsonb)
language sql stable security definer set search_path = app, pg_temp as $$
  select * from facts_at(about, array(select o.id from organisation o
    where o.id = any (places) and o.county_id = (select my_county())), day, starting)
$$;

grant execute on function app.facts_in_force(uuid, uuid[], date, text) to portal_app;
