-- Sets the named column to the time it is now, whatever the statement says: the triggers call it for
-- the web server, so that nobody says of an act that it happened at another time. portal_owner may
-- enter history as it was (the demo, the bench).
create or replace function app.stamp() returns trigger language plpgsql as $$
begin
  return jsonb_populate_record(new, jsonb_build_object(tg_argv[0], clock_timestamp()));
end $$;
