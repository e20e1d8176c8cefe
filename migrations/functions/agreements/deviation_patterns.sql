-- How many deviations the asker's county has had between two moments: by year and, of the kinds,
-- in all, by section, by municipality and by whom they concern. Of fewer than five it is said that
-- they are few (null), and every other number is to the nearest five by itself: nothing can be
-- worked out by subtraction.
-- Places and kinds are few: they are counted in a table of them, which takes half of what it takes to
-- sort what there is of each.
create or replace function app.deviation_patterns(first timestamptz, last timestamptz)
returns table (dimension text, key text, label text, kind text, amount integer)
language sql stable security definer set search_path = app, pg_temp
set enable_sort = off as $$
  -- each place, kind and year once, so that the ten ways to divide them go through few
  with each as (
    select extract(year from x.reported_at at time zone 'Europe/Stockholm')::integer as year,
      x.section_key, max(x.section) as section, x.municipality_id, x.concerns_id, x.kind,
      count(*) as n
    from deviation x where x.county_id = (select my_county()) and (select may_see_figures())
      and x.reported_at >= first and x.reported_at < last
    group by 1, 2, 4, 5, 6),
  counted as (
    select case grouping(e.year, e.section_key, e.municipality_id, e.concerns_id)
        when 15 then 'all' when 7 then 'year' when 11 then 'section' when 13 then 'municipality'
        else 'concerns' end as dimension,
      coalesce(e.year::text, e.section_key, e.municipality_id::text, e.concerns_id::text) as key,
      case grouping(e.section_key) when 0 then max(e.section) end as label, e.kind,
      coalesce(sum(e.n), 0) as n
    from each e
    group by grouping sets ((e.kind), (e.year, e.kind), (e.section_key, e.kind),
      (e.municipality_id, e.kind), (e.concerns_id, e.kind),
      (), (e.year), (e.section_key), (e.municipality_id), (e.concerns_id)))
  select c.dimension, c.key, c.label, c.kind,
    case when c.n = 0 then 0 when c.n >= 5 then round(c.n / 5.0)::integer * 5 end
  from counted c
$$;

grant execute on function app.deviation_patterns(timestamptz, timestamptz) to portal_app;
