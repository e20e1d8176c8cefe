-- What is open in a unit that the asker administers: only how much.
create or replace function app.open_in_unit(wanted uuid)
returns table (members integer, invitations integer, calls integer)
language sql stable security definer set search_path = app, pg_temp as $$
  select (select count(*)::int from membership m where m.unit_id = wanted and m.ended_at is null),
    (select count(*)::int from invitation i where i.unit_id = wanted and i.used_at is null
      and i.revoked_at is null and i.expires_at > now()),
    (select count(*)::int from call c where c.unit_id = wanted and c.status = 'sent')
  where administers_unit(wanted)
$$;

grant execute on function app.open_in_unit(uuid) to portal_app;
