-- Whether a clerical error in a text, a name or a decision may be corrected: it is of an agreement that
-- all have signed and that has not ended, or of what amends that.
create or replace function app.may_be_corrected(agreement uuid, part uuid) returns boolean
language sql stable security definer set search_path = app, pg_temp as $$
  select exists (select from agreement a join agreement x on a.id in (x.id, x.amends_id)
    where a.id = agreement and x.id = part and a.amends_id is null
      and a.status in ('in_force', 'superseded') and x.status in ('in_force', 'superseded')
      and coalesce(a.last_day, 'infinity') >= (now() at time zone 'Europe/Stockholm')::date)
$$;

grant execute on function app.may_be_corrected(uuid, uuid) to portal_app;
