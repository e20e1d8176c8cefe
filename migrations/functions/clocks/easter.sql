-- Easter Sunday of a year, by Gauss' rule for the Gregorian calendar as Butcher put it.
create or replace function app.easter(year integer) returns date
language sql immutable as $$
  select make_date(year, d.number / 31, d.number % 31 + 1)
  from (select year / 100 as century, year % 100 as rest, year % 19 as golden) y
  cross join lateral (select
    y.century / 4 + (y.century - (y.century + 8) / 25 + 1) / 3 as leaps) l
  cross join lateral (select (19 * y.golden + y.century - l.leaps + 15) % 30 as epact) e
  cross join lateral (select
    (32 + 2 * (y.century % 4) + 2 * (y.rest / 4) - e.epact - y.rest % 4) % 7 as weekday) w
  cross join lateral (select
    e.epact + w.weekday - 7 * ((y.golden + 11 * e.epact + 22 * w.weekday) / 451) + 114 as number) d
$$;
