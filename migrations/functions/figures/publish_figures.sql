-- Publish the figures of each county whose next round has come, and of one that has none: what is
-- small is held back as the county stands now, and stays so until the next round. That is the first
-- of a month, and two weeks away at least: after a late round nobody compares two days. Answers how
-- many counties were published. For the worker.
create or replace function app.publish_figures() returns integer
language plpgsql volatile security definer set search_path = app, pg_temp as $$
declare
  today date := (clock_timestamp() at time zone 'Europe/Stockholm')::date;
  due uuid;
  number integer := 0;
  made uuid;
begin
  -- one at a time: a second finds nothing left to publish
  perform pg_advisory_xact_lock(hashtextextended('app.publish_figures', 0));
  for due in select c.id from county c
    where not exists (select from figure_round r where r.county_id = c.id and r.next_on > today)
    order by c.id
  loop
    delete from figure f where f.county_id = due;
    delete from figure_round r where r.county_id = due;
    insert into figure_round (id, county_id, published_at, next_on)
    values (gen_random_uuid(), due, clock_timestamp(),
      (date_trunc('month', today + 13) + interval '1 month')::date)
    returning id into made;
    insert into figure (id, county_id, round_id, year, organisation_id, is_county, measure, choice,
      amount)
    select gen_random_uuid(), due, made, y.year, f.organisation_id, f.is_county, f.measure,
      f.choice, f.amount
    from generate_series(extract(year from today)::integer - 2, extract(year from today)::integer)
      y (year)
    cross join lateral held_back_figures(due, y.year) f;
    number := number + 1;
  end loop;
  return number;
end $$;

grant execute on function app.publish_figures() to portal_worker;
