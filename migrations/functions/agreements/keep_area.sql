-- The area of an agreement as rows: what app.in_force() and foreign keys go by.
create or replace function app.keep_area() returns trigger
language plpgsql security definer set search_path = app, pg_temp as $$
begin
  delete from agreement_area r where r.agreement_id = new.id
    and r.municipality_id <> all (new.municipality_ids);
  insert into agreement_area (county_id, agreement_id, municipality_id)
  select new.county_id, new.id, m from unnest(new.municipality_ids) m
  on conflict (agreement_id, municipality_id) do nothing;
  return null;
end $$;
