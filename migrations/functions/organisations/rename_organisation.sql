-- Give an organisation of a county that the asker administers another name from a day on.
create or replace function app.rename_organisation(p_change uuid, p_organisation uuid, p_name text,
  p_short_name text, p_sort_key text, p_day date, p_reason text) returns void
language plpgsql volatile security definer set search_path = app, pg_temp as $$
declare it organisation;
begin
  select * into it from organisation where id = p_organisation and closed_at is null
    and ended_on is null and kind <> 'individuals' for share;
  if not found or not administers_county(it.county_id) then
    raise exception 'not yours to rename' using errcode = 'insufficient_privilege';
  end if;
  perform hold_key(it.county_id);
  insert into organisation_change (id, county_id, organisation_id, kind, from_day, at, made_by,
    reason, was, name, short_name, sort_key)
  values (p_change, it.county_id, it.id, 'renamed', p_day, clock_timestamp(), who_changes(),
    p_reason, it.name, p_name, p_short_name, p_sort_key);
  perform apply_names();
end $$;

grant execute on function app.rename_organisation(uuid, uuid, text, text, text, date, text)
  to portal_app;
