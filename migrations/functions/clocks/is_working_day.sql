-- Whether authorities are at work that day in Sweden: as portal/working_days.py says, which a test
-- holds this to.
create or replace function app.is_working_day(day date) returns boolean
language sql immutable as $$
  select extract(isodow from day) < 6
    and extract(month from day) * 100 + extract(day from day)
      not in (101, 106, 501, 606, 1224, 1225, 1226, 1231)
    -- Midsummer Eve
    and not (extract(isodow from day) = 5 and extract(month from day) = 6
      and extract(day from day) between 19 and 25)
    -- Good Friday, Easter Monday, Ascension Day
    and day - app.easter(extract(year from day)::integer) not in (-2, 1, 39)
$$;
