-- A side lifts a dispute to the next level of its ladder before the level's time is out; `on_day` is
-- when that one's is, null where it has no clock. `from_level` is where the asker saw it stand.
-- Answers whether it was lifted.
create or replace function app.lift_dispute(wanted uuid, from_level integer, on_day date)
returns boolean
language plpgsql volatile security definer set search_path = app, pg_temp as $$
declare
  today date := (clock_timestamp() at time zone 'Europe/Stockholm')::date;
  me text := my_name();
begin
  if not may_write_dispute(wanted) or not exists (select from dispute_level l
    where l.dispute_id = wanted and l.number = from_level + 1) then return false; end if;
  update dispute set level = from_level + 1, due_on = on_day
  where id = wanted and level = from_level and settled_at is null;
  if not found then return false; end if;
  update dispute_level set ended_on = today, outcome = 'lifted', lifted_by = me
  where dispute_id = wanted and number = from_level;
  update dispute_level set started_on = today, due_on = on_day
  where dispute_id = wanted and number = from_level + 1;
  return true;
end $$;

grant execute on function app.lift_dispute(uuid, integer, date) to portal_app;
