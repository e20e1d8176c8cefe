-- Take back a new name whose day has not come.
create or replace function app.withdraw_name(p_change uuid) returns void
language plpgsql volatile security definer set search_path = app, pg_temp as $$
begin
  delete from organisation_change c where c.id = p_change and c.kind = 'renamed'
    and c.applied_at is null and administers_county(c.county_id);
  if not found then
    raise exception 'not yours to withdraw' using errcode = 'insufficient_privilege';
  end if;
end $$;

grant execute on function app.withdraw_name(uuid) to portal_app;
