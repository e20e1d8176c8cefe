-- Let another organisation of a county that the asker administers have a unit: it is closed where it
-- was, and opened, or joined with the one of the same name, where it goes. Caseworkers and reviewers in
-- it go along. Other roles are for all of the organisation, and stay there: nobody administers
-- another, or signs for it, because a unit moved. Who takes part in plans, or is its organisation's to replace, has the role there too; calls that
-- lie there are the whole organisation's that was called.
create or replace function app.move_unit(p_change uuid, p_new uuid, p_unit uuid, p_receiver uuid,
  p_day date, p_reason text) returns void
language plpgsql volatile security definer set search_path = app, pg_temp as $$
declare
  it unit;
  place uuid;
begin
  select * into it from unit where id = p_unit for update;
  if not found or not administers_county(it.county_id) or it.organisation_id = p_receiver
    or p_day > (clock_timestamp() at time zone 'Europe/Stockholm')::date
    or not exists (select from organisation t where t.id = p_receiver
      and t.county_id = it.county_id and t.ended_on is null and t.closed_at is null
      and t.kind <> 'individuals')
  then raise exception 'not yours to move' using errcode = 'insufficient_privilege'; end if;
  if it.closed_at is not null then
    raise exception 'it is closed' using errcode = 'check_violation';
  end if;
  perform hold_key(it.organisation_id);
  select u.id into place from unit u where u.organisation_id = p_receiver
    and lower(u.name) = lower(it.name) and u.closed_at is null for share;
  if place is null then
    insert into unit (id, county_id, organisation_id, key, name, sort_key)
    values (p_new, it.county_id, p_receiver, case when exists (select from unit u
        where u.organisation_id = p_receiver and u.key = it.key)
      then it.key || '-' || right(p_new::text, 12) else it.key end, it.name, it.sort_key);
    place := p_new;
  end if;
  perform give_roles(it.organisation_id, p_unit, p_receiver, place,
    array['caseworker', 'reviewer']);
  update membership m set ended_at = clock_timestamp()
  where m.unit_id = p_unit and m.ended_at is null and m.role in ('caseworker', 'reviewer')
    and not is_needed(m.account_id, it.organisation_id);
  perform give_unit(p_unit, null);
  update unit set closed_at = clock_timestamp() where id = p_unit;
  insert into organisation_change (id, county_id, organisation_id, unit_id, kind, from_day, at,
    made_by, reason, was, other_id, applied_at)
  values (p_change, it.county_id, it.organisation_id, it.id, 'unit_moved', p_day,
    clock_timestamp(), who_changes(), p_reason, it.name, p_receiver, clock_timestamp());
end $$;

grant execute on function app.move_unit(uuid, uuid, uuid, uuid, date, text) to portal_app;
