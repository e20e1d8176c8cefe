-- Let the new names hold whose day has come: the former one is kept with the moment it ended. A name
-- that another organisation has taken meanwhile waits. Answers how many. For the worker, every hour,
-- and for whoever renames from a day that has come.
create or replace function app.apply_names() returns integer
language plpgsql volatile security definer set search_path = app, pg_temp as $$
declare
  due organisation_change;
  number integer := 0;
begin
  for due in select c.* from organisation_change c
    where c.kind = 'renamed' and c.applied_at is null
      and c.from_day <= (clock_timestamp() at time zone 'Europe/Stockholm')::date
    order by c.from_day, c.at, c.id
  loop
    perform hold_key(due.county_id);
    -- applied while this waited
    continue when not exists (select from organisation_change c
      where c.id = due.id and c.applied_at is null);
    continue when exists (select from organisation o where o.county_id = due.county_id
      and o.id <> due.organisation_id and o.name = due.name);
    update organisation o set name = due.name, short_name = due.short_name,
      sort_key = due.sort_key,
      tile_label = case when o.tile_label is not null then due.short_name end,
      former_names = case when o.name = due.name then o.former_names
        else o.former_names || jsonb_build_array(jsonb_build_object('name', o.name,
          'until', clock_timestamp(), 'before', due.from_day)) end
    where o.id = due.organisation_id;
    update organisation_change set applied_at = clock_timestamp() where id = due.id;
    number := number + 1;
  end loop;
  return number;
end $$;

grant execute on function app.apply_names() to portal_worker;
