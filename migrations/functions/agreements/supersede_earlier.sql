-- An agreement that all have signed takes over, on its first day, from those that it names: also
-- from one that the last signatory was no party of. Answers which.
create or replace function app.supersede_earlier(successor uuid) returns uuid[]
language plpgsql volatile security definer set search_path = app, pg_temp as $$
declare ended uuid[];
begin
  with changed as (
    update agreement old set status = 'superseded', status_at = now(), changed_at = now(),
      replaced_from = new.valid_from
    from agreement new
    where new.id = successor and new.status = 'in_force'
      and (new.id = any ((select my_agreements())::uuid[])
        or pg_has_role(session_user, 'portal_owner', 'member'))
      and old.id = any (new.replaces_ids) and old.status in ('in_force', 'superseded')
      and new.valid_from <= coalesce(old.last_day, 'infinity')
    returning old.id)
  select coalesce(array_agg(id), '{}') into ended from changed;
  return ended;
end $$;

grant execute on function app.supersede_earlier(uuid) to portal_app;
