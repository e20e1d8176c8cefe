-- A suggestion of one of these kinds about a place has been agreed to and is being adopted: the row, the
-- column, the annex or the name may be written. `place` is a row's key, or the id of a column, an annex
-- or a new row; null is anywhere. In the same transaction it is closed.
create or replace function app.is_changing(wanted uuid, kinds text[], place text) returns boolean
language sql stable security definer set search_path = app, pg_temp as $$
  select exists (select from suggestion s
    where s.agreement_id = wanted and s.outline ->> 'kind' = any (kinds)
      and (place is null or place in (s.outline ->> 'id', s.outline ->> 'row', s.outline ->> 'column',
        s.outline ->> 'annex'))
      and is_agreed(s.id))
$$;

grant execute on function app.is_changing(uuid, text[], text) to portal_app;
