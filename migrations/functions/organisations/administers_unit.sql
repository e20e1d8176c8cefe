-- Whether the asker administers a unit: that of the own organisation, or any in the county.
create or replace function app.administers_unit(wanted uuid) returns boolean
language sql stable security definer set search_path = app, pg_temp as $$
  select exists (select from unit u where u.id = wanted and (administers_county(u.county_id)
    or (u.organisation_id = (select my_organisation()) and i_am('administrator'))))
$$;
