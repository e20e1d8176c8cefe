-- The last day of what may take so long from a day: as Duration.ends (agreements/facts.py) says, which
-- a test holds this to.
create or replace function app.ends_on(within jsonb, day date) returns date
language sql immutable as $$
  select case within ->> 'unit'
    when 'at_once' then day
    when 'hours' then day + ceil(n.number / 24.0)::integer
    when 'days' then day + n.number
    when 'weeks' then day + n.number * 7
    when 'months' then (day + make_interval(months => n.number))::date
    when 'working_days' then (
      select w.day from (
        select s.day::date as day, row_number() over (order by s.day) as number
        from generate_series(day + 1, day + 2 * n.number + 20, interval '1 day') s (day)
        where app.is_working_day(s.day::date)) w
      where w.number = n.number)
    end
  from (select coalesce((within ->> 'number')::integer, 0) as number) n
$$;
