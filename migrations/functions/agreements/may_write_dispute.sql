-- Whether the asker may say something in a dispute: a coordinator of one of its sides, until it is
-- settled.
create or replace function app.may_write_dispute(wanted uuid) returns boolean
language plpgsql stable security definer set search_path = app, pg_temp as $$
declare mine uuid := my_organisation();
begin
  return i_am('coordinator') and exists (select from dispute d
    where d.id = wanted and mine in (d.opener_id, d.other_id, d.third_id) and d.settled_at is null);
end $$;

grant execute on function app.may_write_dispute(uuid) to portal_app;
