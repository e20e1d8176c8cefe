-- Give what somebody of my organisation is to do in a plan to a colleague who takes part in it, when
-- they leave it; one who stood in stays for good. Tells those who are in it. Answers how much that was.
create or replace function app.pass_on_part(leaving uuid, successor uuid) returns integer
language plpgsql volatile security definer set search_path = app, pg_temp as $$
declare moved integer;
begin
  if not may_end(leaving) or not exists (select from participant p
    join participant s on s.plan_id = p.plan_id and s.organisation_id = p.organisation_id
    where p.id = leaving and s.id = successor and p.id <> s.id and s.ended_at is null
      and s.plan_id <> all (kept_out_of(s.account_id))
      and p.ended_at is null and p.organisation_id = (select my_organisation()))
  then raise exception 'not yours to pass on' using errcode = 'insufficient_privilege'; end if;
  update participant set until_on = null where id = successor;
  moved := pass_on(leaving, successor);
  if moved > 0 then
    perform tell_of_plan((select plan_id from participant where id = leaving),
      'plan.handed_over', 'plan.handed_over:' || leaving);
  end if;
  return moved;
end $$;

grant execute on function app.pass_on_part(uuid, uuid) to portal_app;
