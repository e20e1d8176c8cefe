-- Whether the asker reads a dispute: as a coordinator or caseworker of one of its sides.
create or replace function app.is_my_dispute(wanted uuid) returns boolean
language plpgsql stable security definer set search_path = app, pg_temp as $$
declare mine uuid := my_organisation();
begin
  return (i_am('coordinator') or i_am('caseworker')) and exists (select from dispute d
    where d.id = wanted and mine in (d.opener_id, d.other_id));
end $$;

grant execute on function app.is_my_dispute(uuid) to portal_app;
