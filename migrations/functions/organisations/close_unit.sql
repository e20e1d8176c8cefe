-- Close a unit that the asker administers: it is offered no more, and stays where it stands. The
-- roles, invitations and calls that are open there are another unit's from now on, or the whole
-- organisation's (`p_receiver` null): nothing waits where nobody is.
create or replace function app.close_unit(p_change uuid, p_unit uuid, p_receiver uuid, p_day date,
  p_reason text) returns void
language plpgsql volatile security definer set search_path = app, pg_temp as $$
declare
  it unit;
  receiver unit;
begin
  if not administers_unit(p_unit)
    or p_day > (clock_timestamp() at time zone 'Europe/Stockholm')::date
  then raise exception 'not yours to close' using errcode = 'insufficient_privilege'; end if;
  select * into it from unit where id = p_unit for update;
  select * into receiver from unit where id = p_receiver for share;
  if it.closed_at is not null or p_receiver = p_unit or (p_receiver is not null
    and (receiver.organisation_id is distinct from it.organisation_id
      or receiver.closed_at is not null))
  then raise exception 'it is closed' using errcode = 'check_violation'; end if;
  perform tell_of_closing(p_unit);
  perform give_unit(p_unit, p_receiver);
  update unit set closed_at = clock_timestamp() where id = p_unit;
  insert into organisation_change (id, county_id, organisation_id, unit_id, kind, from_day, at,
    made_by, reason, was, name, applied_at)
  values (p_change, it.county_id, it.organisation_id, it.id, 'unit_closed', p_day,
    clock_timestamp(), who_changes(), p_reason, it.name, receiver.name, clock_timestamp());
  perform tell_changed(p_change, it.organisation_id, it.name);
end $$;

grant execute on function app.close_unit(uuid, uuid, uuid, date, text) to portal_app;
