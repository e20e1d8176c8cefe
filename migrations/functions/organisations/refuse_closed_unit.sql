-- Nothing new lies at a unit that is closed; the row is held, so that it is not closed meanwhile.
create or replace function app.refuse_closed_unit() returns trigger
language plpgsql security definer set search_path = app, pg_temp as $$
begin
  perform from unit u where u.id = new.unit_id and u.closed_at is null for share;
  if not found then raise exception 'the unit is closed' using errcode = 'check_violation'; end if;
  return new;
end $$;
