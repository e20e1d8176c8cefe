-- Confirm that somebody whose say counts is kept out of a plan that I handle, as a colleague has
-- decided in `kept`: never who decided it, and no private person of the plan. Answers whether anything
-- changed.
create or replace function app.confirm_kept_out(kept uuid) returns boolean
language plpgsql volatile security definer set search_path = app, pg_temp as $$
declare
  me uuid := my_account();
  it kept_out;
begin
  select k.* into it from kept_out k where k.id = kept and k.plan_id = any ((select my_cases())::uuid[])
    and k.from_party = (select my_organisation());
  if not found then
    raise exception 'not yours to confirm' using errcode = 'insufficient_privilege';
  end if;
  if it.kept_by = me then
    raise exception 'confirmed by who kept them out' using errcode = 'check_violation';
  end if;
  if is_private_in(it.plan_id) then
    raise exception 'confirmed by one of the private people' using errcode = 'check_violation';
  end if;
  update kept_out k
  set confirmed_at = clock_timestamp(), confirmed_by = me, confirmed_by_name = (select my_name())
  where k.id = kept and k.undone_at is null and k.confirm_by is not null
    and k.confirmed_at is null;
  if not found then return false; end if;
  perform tell_nobody_more(kept);
  return true;
end $$;

grant execute on function app.confirm_kept_out(uuid) to portal_app;
