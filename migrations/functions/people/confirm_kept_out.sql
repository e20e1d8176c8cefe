-- Confirm that somebody whose say counts is kept out of a plan that I handle, as a colleague has
-- decided: never who decided it, and no private person of the plan. Answers whether anything changed.
create or replace function app.confirm_kept_out(wanted uuid, person uuid) returns boolean
language plpgsql volatile security definer set search_path = app, pg_temp as $$
declare
  me uuid := my_account();
begin
  if not wanted = any (my_cases()) then
    raise exception 'not yours to confirm' using errcode = 'insufficient_privilege';
  end if;
  if exists (select from kept_out k where k.plan_id = wanted and k.person_id = person
    and k.undone_at is null and k.kept_by = me)
  then raise exception 'confirmed by who kept them out' using errcode = 'check_violation'; end if;
  if exists (select from plan_person p where p.plan_id = wanted and p.account_id = me) then
    raise exception 'confirmed by one of the private people' using errcode = 'check_violation';
  end if;
  update kept_out k
  set confirmed_at = clock_timestamp(), confirmed_by = me, confirmed_by_name = (select my_name())
  where k.plan_id = wanted and k.person_id = person and k.undone_at is null
    and k.confirm_by is not null and k.confirmed_at is null
    and k.from_party = (select my_organisation());
  return found;
end $$;

grant execute on function app.confirm_kept_out(uuid, uuid) to portal_app;
