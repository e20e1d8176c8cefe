-- Whether the asker administers a county: as administrator of its coordination group, or on the
-- server as the database's owner.
create or replace function app.administers_county(wanted uuid) returns boolean
language sql stable security definer set search_path = app, pg_temp as $$
  select pg_has_role(session_user, 'portal_owner', 'member')
    or exists (select from acting() me where me.county_id = wanted
      and me.organisation_kind = 'coordination_group' and i_am('administrator'))
$$;

grant execute on function app.administers_county(uuid) to portal_app;
