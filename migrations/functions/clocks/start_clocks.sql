-- A need was found, or somebody was called.
create or replace function app.start_clocks() returns trigger
language plpgsql security definer set search_path = app, pg_temp as $$
begin
  if tg_table_name = 'plan' then
    perform run_clocks(new.id);
  else
    perform run_clocks(new.plan_id);
  end if;
  return null;
end $$;
