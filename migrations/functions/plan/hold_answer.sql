-- What a private person has said of a version with their own sign-in is not answered over by staff,
-- who never answer so in anybody's name.
create or replace function app.hold_answer() returns trigger
language plpgsql security definer set search_path = app, pg_temp as $$
begin
  if new.person_id is null or new.person_id = any (my_people())
    or pg_has_role(session_user, 'portal_owner', 'member')
  then return new; end if;
  if new.how = 'electronic' or exists (select from plan_approval a
    where a.plan_id = new.plan_id and a.number = new.number and a.person_id = new.person_id
      and a.how = 'electronic')
  then raise exception 'answered by somebody else' using errcode = 'insufficient_privilege'; end if;
  return new;
end $$;
