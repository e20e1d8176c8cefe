-- Give a unit that the asker administers another name, from a day that has come.
create or replace function app.rename_unit(p_change uuid, p_unit uuid, p_name text,
  p_sort_key text, p_day date, p_reason text) returns void
language plpgsql volatile security definer set search_path = app, pg_temp as $$
declare it unit;
begin
  if not administers_unit(p_unit)
    or p_day > (clock_timestamp() at time zone 'Europe/Stockholm')::date
  then raise exception 'not yours to rename' using errcode = 'insufficient_privilege'; end if;
  select * into it from unit where id = p_unit for update;
  if it.closed_at is not null then
    raise exception 'it is closed' using errcode = 'check_violation';
  end if;
  update unit set name = p_name, sort_key = p_sort_key,
    former_names = former_names || jsonb_build_array(jsonb_build_object('name', it.name, 'until',
      clock_timestamp(), 'before', p_day))
  where id = p_unit;
  insert into organisation_change (id, county_id, organisation_id, unit_id, kind, from_day, at,
    made_by, reason, was, name, applied_at)
  values (p_change, it.county_id, it.organisation_id, it.id, 'unit_renamed', p_day,
    clock_timestamp(), who_changes(), p_reason, it.name, p_name, clock_timestamp());
  perform tell_changed(p_change, it.organisation_id, p_name);
end $$;

grant execute on function app.rename_unit(uuid, uuid, text, text, date, text) to portal_app;
