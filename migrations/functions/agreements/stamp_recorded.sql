-- What is recorded is recorded now.
create or replace function app.stamp_recorded() returns trigger language plpgsql as $$
begin
  new.recorded_at := clock_timestamp();
  return new;
end $$;
