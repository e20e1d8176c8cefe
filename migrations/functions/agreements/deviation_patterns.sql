-- How many deviations the asker's county has had between two moments: by year and, of the kinds,
-- in all, by section, by municipality and by whom they concern. Of fewer than five it is said that
-- they are few (null), and every other number is to the nearest five by itself: nothing can be
-- worked out by subtraction.
create or replace function app.deviation_patterns(first timestamptz, last timestamptz)
returns table (dimension text, key text, label text, kind text, amount integer)
language sql stable security definer set search_path = app, pg_temp as $$
  with counted as (
    select case grouping(d.year, d.section_key, d.municipality_id, d.concerns_id)
        when 15 then 'all' when 7 then 'year' when 11 then 'section' when 13 then 'municipality'
        else 'concerns' end as dimension,
      coalesce(d.year::text, d.section_key, d.municipality_id::text, d.concerns_id::text) as key,
      case grouping(d.section_key) when 0 then max(d.section) end as label, d.kind, count(*) as n
    from (select extract(year from x.reported_at at time zone 'Europe/Stockholm')::integer as year,
        x.section_key, x.section, x.municipality_id, x.concerns_id, x.kind
      from deviation x where x.county_id = (select my_county()) and (select may_see_figures())
        and x.reported_at >= first and x.reported_at < last) d
    group by grouping sets ((d.kind), (d.year, d.kind), (d.section_key, d.kind),
      (d.municipality_id, d.kind), (d.concerns_id, d.kind),
      (), (d.year), (d.section_key), (d.municipality_id), (d.concerns_id)))
  select c.dimension, c.key, c.label, c.kind,
    case when c.n = 0 then 0 when c.n >= 5 then round(c.n / 5.0)::integer * 5 end
  from counted c
$$;

grant execute on function app.deviation_patterns(timestamptz, timestamptz) to portal_app;
