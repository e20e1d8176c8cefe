-- Which is the first day of a meeting that people are asked to now, by the agreement in force: null
-- where the parties have said that it is not relevant.
create or replace function app.keep_notice() returns trigger
language plpgsql security definer set search_path = app, pg_temp as $$
begin
  if tg_op = 'INSERT' or new.starts_at is distinct from old.starts_at then
    new.notice := clock_at((select p.municipality_id from plan p where p.id = new.plan_id),
      'sip-kallelse-fore', (clock_timestamp() at time zone 'Europe/Stockholm')::date);
  end if;
  return new;
end $$;
