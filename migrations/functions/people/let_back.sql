-- Let somebody back who was kept out of a plan that I handle, as it was decided in `kept`: what they see
-- is what consent says. Not in a plan whose consent has ended, nor one that is closed: there nothing
-- opens to anybody; and by no private person of the plan. Answers whether anything changed.
create or replace function app.let_back(kept uuid) returns boolean
language plpgsql volatile security definer set search_path = app, pg_temp as $$
declare
  it kept_out;
begin
  select k.* into it from kept_out k where k.id = kept and k.plan_id = any ((select my_open_cases())::uuid[])
    and k.from_party = (select my_organisation());
  if not found then
    raise exception 'not yours to let back' using errcode = 'insufficient_privilege';
  end if;
  if is_private_in(it.plan_id) then
    raise exception 'let back by one of the private people' using errcode = 'check_violation';
  end if;
  update kept_out k set undone_at = clock_timestamp(), undone_by = (select my_name())
  where k.id = kept and k.undone_at is null;
  if not found then return false; end if;
  perform tell_nobody_more(kept);
  return true;
end $$;

grant execute on function app.let_back(uuid) to portal_app;
