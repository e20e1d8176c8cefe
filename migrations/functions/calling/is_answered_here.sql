-- Whether a call that lay where I work has been answered, or taken back: for whoever sends an answer
-- once more, to be told so.
create or replace function app.is_answered_here(wanted uuid) returns boolean
language sql stable security definer set search_path = app, pg_temp as $$
  select exists (select from asking() me join call c on c.organisation_id = me.organisation_id
    where c.id = wanted and c.status <> 'sent'
      and (c.unit_id is null or me.units = '{}' or c.unit_id = any (me.units)))
$$;

grant execute on function app.is_answered_here(uuid) to portal_app;
