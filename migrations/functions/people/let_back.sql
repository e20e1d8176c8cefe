-- Let somebody back who was kept out of a plan that I handle: what they see is what consent says. Not
-- in a plan whose consent has ended, nor one that is closed: there nothing opens to anybody. Nobody lets themself back.
-- Answers whether anything changed.
create or replace function app.let_back(wanted uuid, person uuid) returns boolean
language plpgsql volatile security definer set search_path = app, pg_temp as $$
begin
  if not wanted = any (my_open_cases()) then
    raise exception 'not yours to let back' using errcode = 'insufficient_privilege';
  end if;
  update kept_out k set undone_at = clock_timestamp(), undone_by = (select my_name())
  where k.plan_id = wanted and k.person_id = person and k.undone_at is null
    and k.from_party = (select my_organisation()) and not is_myself(person);
  return found;
end $$;

grant execute on function app.let_back(uuid, uuid) to portal_app;
