-- Whether a call that lay where I work has been answered: for whoever sends an answer once more, to be
-- told so. Of one that was taken back, or whose consent has ended, nothing is said.
create or replace function app.is_answered_here(wanted uuid) returns boolean
language sql stable security definer set search_path = app, pg_temp as $$
  select exists (select from asking() me join call c on c.organisation_id = me.organisation_id
    where c.id = wanted and c.status in ('taken', 'declined')
      and (c.unit_id is null or me.units = '{}' or c.unit_id = any (me.units))
      and opens(c.plan_id, c.organisation_id, statement_timestamp()))
$$;

grant execute on function app.is_answered_here(uuid) to portal_app;
