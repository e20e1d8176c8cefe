-- What something with former names was called at a moment.
create or replace function app.name_at(name text, former jsonb, moment timestamptz) returns text
language sql stable as $$
  select coalesce((select f.one ->> 'name' from jsonb_array_elements(former) with ordinality f (one, place)
    where (f.one ->> 'until')::timestamptz > moment order by f.place limit 1), name)
$$;
