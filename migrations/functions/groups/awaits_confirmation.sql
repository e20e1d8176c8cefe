-- Whether the minutes of a meeting are written, in this revision, and wait for an organisation.
create or replace function app.awaits_confirmation(wanted uuid, organisation uuid, p_revision integer)
returns boolean
language sql stable security definer set search_path = app, pg_temp as $$
  select exists (select from group_meeting m where m.id = wanted and m.status = 'held'
    and m.fixed_at is null and m.minutes_revision = p_revision
    and organisation = any (m.confirmer_ids))
$$;
grant execute on function app.awaits_confirmation(uuid, uuid, integer) to portal_app;
