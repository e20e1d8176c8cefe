-- A plan's clock: as the parties of its agreement set it, or else as the county's defaults say.
create or replace function app.clock(municipality uuid, wanted text, defaults jsonb)
returns interval
language sql stable as $$
  select make_interval(days => coalesce((select c.days from app.agreement_clock c
    where c.municipality_id = municipality and c.key = wanted), (defaults ->> wanted)::int))
$$;
