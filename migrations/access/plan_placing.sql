alter table app.plan_placing enable row level security, force row level security;

grant select, insert, delete on app.plan_placing to portal_app;
grant update (text_sealed) on app.plan_placing to portal_app;
grant select on app.plan_placing to portal_authz;

create policy maintain on app.plan_placing to portal_owner using (true) with check (true);
create policy authz on app.plan_placing to portal_authz using (true) with check (true);

-- where the person and the handlers can be reached is the case's own, whatever consent says
create policy read on app.plan_placing for select to portal_app
  using (app.is_placing_seen(plan_id, kind, (select app.placing_plans())::uuid[],
    (select app.contact_plans())::uuid[]));

create policy add on app.plan_placing for insert to portal_app
  with check (plan_id = any ((select app.live_plans())::uuid[])
    or (plan_id = any ((select app.my_cases())::uuid[])
        and kind in ('contact', 'participant_unit')));

create policy change on app.plan_placing for update to portal_app
  using (app.is_placing_seen(plan_id, kind, (select app.placing_plans())::uuid[],
    (select app.contact_plans())::uuid[]))
  with check (app.is_placing_seen(plan_id, kind, (select app.placing_plans())::uuid[],
    (select app.contact_plans())::uuid[]));

create policy clear on app.plan_placing for delete to portal_app
  using (app.is_placing_seen(plan_id, kind, (select app.placing_plans())::uuid[],
    (select app.contact_plans())::uuid[]));
