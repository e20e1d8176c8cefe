-- Only the person, or who stands in for them, answers the survey with their own sign-in, in their own
-- name; what staff note is in that of whoever notes it, and never after somebody has answered so.
create or replace function app.hold_survey() returns trigger
language plpgsql security definer set search_path = app, pg_temp as $$
declare
  is_owner boolean := new.plan_id = any ((select my_owned_plans())::uuid[]);
begin
  if pg_has_role(session_user, 'portal_owner', 'member') then return new; end if;
  if (new.how = 'electronic') <> is_owner
    or is_owner and not coalesce(new.person_id = any ((select my_people())::uuid[]), false)
    or not is_owner and exists (select from closing_survey s
      where s.plan_id = new.plan_id and s.person_id is not null)
  then raise exception 'answered by somebody else' using errcode = 'insufficient_privilege'; end if;
  new.recorded_by := my_name();
  return new;
end $$;
