-- Only the handlers change a plan's own fields; others only touch it.
create or replace function app.refuse_case_fields() returns trigger
language plpgsql security definer set search_path = app, pg_temp as $$
declare
  touched plan := old;
begin
  touched.changed_at := new.changed_at;
  touched.version := new.version;
  if new is distinct from touched and not pg_has_role(session_user, 'portal_owner', 'member')
    and not new.id = any ((select my_cases())::uuid[])
  then raise exception 'not yours to change' using errcode = 'insufficient_privilege'; end if;
  return new;
end $$;
