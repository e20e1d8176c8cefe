-- A private person says whether they come, and staff who came.
create or replace function app.refuse_own_presence() returns trigger
language plpgsql security definer set search_path = app, pg_temp as $$
begin
  if new.was_present is distinct from old.was_present
    and not pg_has_role(session_user, 'portal_owner', 'member') and my_people() <> '{}'
  then raise exception 'not yours to say' using errcode = 'insufficient_privilege'; end if;
  return new;
end $$;
