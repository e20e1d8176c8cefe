-- What a caseworker may know of the agreements in force without being a party's coordinator: what
-- each is about, its measures, who answers for them, and where it says so: `agreement_id` is where the
-- text stands that day, with the agreement or its addendum. A column of all municipalities of an area
-- is each one's own. They are public documents when signed.
create or replace function app.measures_in_force(municipality uuid, day date)
returns table (agreement_id uuid, title text, revision integer, section_number integer,
  section_heading text, row_key text, phase text, measure text, "position" integer,
  column_label text, organisation_id uuid, organisation text, value text,
  subject_id uuid, subject text, subject_en text)
language sql stable security definer set search_path = app, pg_temp as $$
  with current as (
    -- on each subject the municipality's own; else that of the one it was merged into
    select distinct on (f.subject_id) f.agreement_id, f.text_id, f.municipality_id
    from unnest(heirs(municipality)) heir
    cross join lateral in_force(null, heir, day) f
    order by f.subject_id, heir = municipality desc, f.valid_from desc, f.agreement_id)
  select t.id, c.title, t.revision, s.number, s.heading, r.key, r.phase, r.title, r.position,
    k.label, o.id, o.name, x.value, b.id, b.name, b.name_en
  from current f
  join agreement c on c.id = f.agreement_id
  join agreement t on t.id = f.text_id
  join subject b on b.id = c.subject_id
  join matrix_row r on r.agreement_id = t.id and r.removed_at is null
  join matrix_cell x on x.row_id = r.id
  join matrix_column k on k.id = x.column_id and k.removed_in is null
  join organisation o on o.id = coalesce(k.organisation_id, f.municipality_id)
  left join section s on s.agreement_id = t.id and s.key = 'ansvarsfordelning'
  where exists (select from asking())
  order by b.position, b.key, r.position, r.key, k.position
$$;

grant execute on function app.measures_in_force(uuid, date) to portal_app;
