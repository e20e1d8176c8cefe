-- Only the person, or who stands in for them, answers the survey with their own sign-in.
create or replace function app.hold_survey() returns trigger
language plpgsql security definer set search_path = app, pg_temp as $$
begin
  if not pg_has_role(session_user, 'portal_owner', 'member')
    and (new.how = 'electronic') <> (new.plan_id = any ((select my_owned_plans())::uuid[]))
  then raise exception 'answered by somebody else' using errcode = 'insufficient_privilege'; end if;
  return new;
end $$;
