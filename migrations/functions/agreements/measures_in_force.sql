-- What a caseworker may know of the agreement in force without being a party's coordinator: its
-- measures, who answers for them, and where it says so. It is a public document when signed.
create or replace function app.measures_in_force(municipality uuid, day date)
returns table (agreement_id uuid, title text, revision integer, section_number integer,
  section_heading text, row_key text, phase text, measure text, "position" integer,
  column_label text, organisation_id uuid, organisation text, value text)
language sql stable security definer set search_path = app, pg_temp as $$
  with current as (
    select a.id, a.title, a.revision from agreement a
    where a.municipality_id = any (app.heirs(municipality)) and a.county_id = (select my_county())
      and a.status = 'in_force' and a.valid_from <= day and a.valid_until >= day
    order by a.municipality_id = municipality desc, a.valid_from desc, a.id desc limit 1)
  select c.id, c.title, c.revision, s.number, s.heading, r.key, r.phase, r.title, r.position,
    k.label, k.organisation_id, o.name, x.value
  from current c
  join matrix_row r on r.agreement_id = c.id and r.removed_at is null
  join matrix_cell x on x.row_id = r.id
  join matrix_column k on k.id = x.column_id
  join organisation o on o.id = k.organisation_id
  left join section s on s.agreement_id = c.id and s.key = 'ansvarsfordelning'
  where exists (select from asking())
  order by r.position, r.key, k.position
$$;

grant execute on function app.measures_in_force(uuid, date) to portal_app;
