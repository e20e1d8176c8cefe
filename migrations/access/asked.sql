alter table app.asked enable row level security, force row level security;

grant select, insert on app.asked to portal_app;
grant update (settled_at, settled_by) on app.asked to portal_app;
grant select on app.asked to portal_authz;

create policy maintain on app.asked to portal_owner using (true) with check (true);
create policy authz on app.asked to portal_authz using (true) with check (true);

-- Those who work with the plan for the organisation that asked, whatever consent says; and whose the
-- plan is, but never of violence: who it concerns may hold the phone, or stand in for the person. What
-- somebody wants from 18 on is theirs alone to read, and not their guardians'.
create policy read on app.asked for select to portal_app
  using ((plan_id = any ((select app.my_written_plans())::uuid[])
      and from_party = (select app.my_organisation()))
    or (plan_id = any ((select app.my_whole_plans())::uuid[]) and kind <> 'violence'
      and (kind <> 'of_age' or exists (select from app.plan_person p where p.kind = 'subject'
        and p.plan_id = asked.plan_id and p.id = any ((select app.my_people())::uuid[])))));

create policy add on app.asked for insert to portal_app
  with check (from_party = (select app.my_organisation())
    and ((plan_id::text || ':' || from_party::text) = any ((select app.my_pens())::text[])
      or plan_id = any ((select app.my_open_cases())::uuid[]))
    and recorded_by = (select app.my_name())
    and settled_at is null);

-- that a need of a god man has been reported
create policy change on app.asked for update to portal_app
  using (kind = 'god_man' and settled_at is null
    and from_party = (select app.my_organisation())
    and ((plan_id::text || ':' || from_party::text) = any ((select app.my_pens())::text[])
      or plan_id = any ((select app.my_open_cases())::uuid[])))
  with check (settled_by = (select app.my_name()));

-- When it happened is the database's to say.
create trigger recorded_at_is_now before insert on app.asked
  for each row when (current_user = 'portal_app') execute function app.stamp('recorded_at');

create trigger settled_at_is_now before update of settled_at on app.asked
  for each row when (current_user = 'portal_app') execute function app.stamp('settled_at');
