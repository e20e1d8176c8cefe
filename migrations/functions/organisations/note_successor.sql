-- Note in an organisation's history that it came after another, in a county that the asker
-- administers: the other was merged into it, or divided.
create or replace function app.note_successor(p_change uuid, p_organisation uuid, p_kind text,
  p_predecessor uuid, p_day date, p_reason text) returns void
language plpgsql volatile security definer set search_path = app, pg_temp as $$
begin
  insert into organisation_change (id, county_id, organisation_id, kind, from_day, at, made_by,
    reason, was, other_id, applied_at)
  select p_change, o.county_id, o.id, p_kind, p_day, clock_timestamp(), who_changes(), p_reason,
    f.name, f.id, clock_timestamp()
  from organisation o join organisation f on f.id = p_predecessor and f.county_id = o.county_id
    and f.ended_on is not null
  where o.id = p_organisation and administers_county(o.county_id)
    and p_kind in ('absorbed', 'succeeded');
  if not found then
    raise exception 'not yours to note' using errcode = 'insufficient_privilege';
  end if;
end $$;

grant execute on function app.note_successor(uuid, uuid, text, uuid, date, text) to portal_app;
