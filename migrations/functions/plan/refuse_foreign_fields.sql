-- Of another party's measure that is mine to carry out I say how it stands, and nothing else.
create or replace function app.refuse_foreign_fields() returns trigger
language plpgsql security definer set search_path = app, pg_temp as $$
declare
  touched action := old;
begin
  touched.disclosure := new.disclosure;  -- not worked out yet, before the update
  touched.status := new.status;
  touched.version := new.version;
  touched.changed_at := new.changed_at;
  touched.changed_by := new.changed_by;
  if new is distinct from touched and not pg_has_role(session_user, 'portal_owner', 'member')
    and not new.plan_id || ':' || new.from_party = any (my_pens())
  then raise exception 'not yours to change' using errcode = 'insufficient_privilege'; end if;
  return new;
end $$;
