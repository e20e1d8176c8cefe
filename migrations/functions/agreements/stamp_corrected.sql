-- What is put right is put right now.
create or replace function app.stamp_corrected() returns trigger language plpgsql as $$
begin
  new.corrected_at := clock_timestamp();
  return new;
end $$;
