-- Turn the protection of a plan on or off and name those who see nonetheless; answers whether
-- anything changed. In a plan that stands still it is not turned off, and nobody is named but handlers:
-- more would come to see where the person is.
create or replace function app.protect(wanted uuid, is_on boolean, who_sees uuid[]) returns boolean
language plpgsql volatile security definer set search_path = app, pg_temp as $$
declare
  was_on boolean;
  named bigint;
begin
  select is_protected into was_on from plan where id = wanted for no key update;
  if not may_protect(wanted) then
    raise exception 'not yours to say' using errcode = 'insufficient_privilege';
  end if;
  if not wanted = any (my_open_cases()) and (was_on and not is_on
    or exists (select from participant p join plan l on l.id = p.plan_id
      where p.plan_id = wanted and p.id = any (who_sees) and not p.sees_protected
        and was_on and p.organisation_id <> l.initiator_id))
  then raise exception 'the plan stands still' using errcode = 'insufficient_privilege'; end if;
  if is_on and not exists (select from participant
    where plan_id = wanted and ended_at is null and id = any (who_sees))
  then raise exception 'somebody has to see' using errcode = 'check_violation'; end if;
  update participant p set sees_protected = is_on and p.id = any (who_sees)
  where p.plan_id = wanted and p.ended_at is null
    and p.sees_protected <> (is_on and p.id = any (who_sees));
  get diagnostics named = row_count;
  update plan set is_protected = is_on, changed_at = clock_timestamp()
  where id = wanted and (is_protected <> is_on or named > 0);
  return found;
end $$;

grant execute on function app.protect(uuid, boolean, uuid[]) to portal_app;
