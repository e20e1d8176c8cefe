-- A participant leaves once, and by somebody who may let them: see app.may_end().
create or replace function app.refuse_ending() returns trigger
language plpgsql security definer set search_path = app, pg_temp as $$
begin
  if not pg_has_role(session_user, 'portal_owner', 'member')
    and (old.ended_at is not null or not may_end(old.id))
  then raise exception 'not yours to end' using errcode = 'insufficient_privilege'; end if;
  return new;
end $$;
