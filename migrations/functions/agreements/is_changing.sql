-- A suggestion of one of these kinds about the agreement has been agreed to and is being adopted:
-- rows, annexes or the name may be written. In the same transaction it is closed.
create or replace function app.is_changing(wanted uuid, kinds text[]) returns boolean
language sql stable security definer set search_path = app, pg_temp as $$
  select exists (select from suggestion s
    where s.agreement_id = wanted and s.status = 'published'
      and s.outline ->> 'kind' = any (kinds) and is_agreed(s.id))
$$;

grant execute on function app.is_changing(uuid, text[]) to portal_app;
