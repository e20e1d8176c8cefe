-- Let everybody with a role in all of an organisation, or only its administrators, have the same in one
-- that comes after it, in a county that the asker administers. The receiver's administrators
-- administer what is left of the other meanwhile.
create or replace function app.move_roles(leaving uuid, receiver uuid, is_all boolean) returns void
language plpgsql volatile security definer set search_path = app, pg_temp as $$
begin
  if leaving = receiver or not exists (select from organisation f
    join organisation t on t.county_id = f.county_id and t.kind = f.kind
      and t.ended_on is null and t.closed_at is null
    where f.id = leaving and t.id = receiver and administers_county(f.county_id))
  then raise exception 'not yours to move' using errcode = 'insufficient_privilege'; end if;
  perform hold_key(leaving);
  perform give_roles(leaving, null, receiver, null, case when is_all
    then array['administrator', 'coordinator', 'signatory', 'reviewer', 'caseworker']
    else array['administrator'] end);
  insert into membership (id, county_id, account_id, organisation_id, role, granted_at)
  select distinct on (m.account_id) gen_random_uuid(), m.county_id, m.account_id, leaving,
    'administrator', clock_timestamp()
  from membership m where m.organisation_id = receiver and m.role = 'administrator'
    and m.ended_at is null and not exists (select from membership n
      where n.account_id = m.account_id and n.organisation_id = leaving
        and n.role = 'administrator' and n.ended_at is null);
end $$;

grant execute on function app.move_roles(uuid, uuid, boolean) to portal_app;
