-- Add an organisation to a county that the asker administers. There is one region in a county, and
-- one organisation in which private people meet. `p_reason` is why it has no number.
create or replace function app.add_organisation(p_id uuid, p_change uuid, p_county uuid,
  p_key text, p_kind text, p_name text, p_short_name text, p_sort_key text, p_number text,
  p_reason text) returns void
language plpgsql volatile security definer set search_path = app, pg_temp as $$
begin
  if not administers_county(p_county) then
    raise exception 'not yours to add' using errcode = 'insufficient_privilege';
  end if;
  perform hold_key(p_county);
  if p_kind in ('region', 'individuals') and exists (select from organisation o
    where o.county_id = p_county and o.kind = p_kind and o.closed_at is null)
  then raise exception 'there is one already' using errcode = 'check_violation'; end if;
  insert into organisation (id, county_id, key, kind, name, short_name, sort_key,
    organisation_number)
  values (p_id, p_county, p_key, p_kind, p_name, p_short_name, p_sort_key, p_number);
  insert into organisation_change (id, county_id, organisation_id, kind, from_day, at, made_by,
    reason, name, applied_at)
  values (p_change, p_county, p_id, 'added',
    (clock_timestamp() at time zone 'Europe/Stockholm')::date, clock_timestamp(), who_changes(),
    p_reason, p_name, clock_timestamp());
end $$;

grant execute on function app.add_organisation(uuid, uuid, uuid, text, text, text, text, text, text,
  text) to portal_app;
