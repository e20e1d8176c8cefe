-- Sets the named column to the day it is where the portal's users live, as app.stamp() does the time.
create or replace function app.stamp_day() returns trigger language plpgsql as $$
begin
  return jsonb_populate_record(new, jsonb_build_object(tg_argv[0],
    (clock_timestamp() at time zone 'Europe/Stockholm')::date));
end $$;
