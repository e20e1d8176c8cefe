alter table app.plan_placing enable row level security, force row level security;

grant select, insert, delete on app.plan_placing to portal_app;
grant update (text_sealed, category) on app.plan_placing to portal_app;
grant select on app.plan_placing to portal_authz;
grant update (category) on app.plan_placing to portal_authz;

create policy maintain on app.plan_placing to portal_owner using (true) with check (true);
create policy authz on app.plan_placing to portal_authz using (true) with check (true);

-- where the person and the handlers can be reached is the case's own, whatever consent says
create policy read on app.plan_placing for select to portal_app
  using (app.is_placing_seen(plan_id, kind, from_party, category, (select app.placing_plans())::uuid[],
    (select app.contact_plans())::uuid[], (select app.my_disclosures())::text[]));

create policy add on app.plan_placing for insert to portal_app
  with check ((plan_id = any ((select app.live_plans())::uuid[])
      or (plan_id = any ((select app.my_cases())::uuid[])
        and kind in ('contact', 'participant_unit')))
    and (kind <> 'participant_unit' or from_party = (select app.my_organisation())));

-- A unit and its category are its own party's to say.
create policy own_unit on app.plan_placing as restrictive for update to portal_app
  with check (kind <> 'participant_unit' or from_party = (select app.my_organisation()));

create policy change on app.plan_placing for update to portal_app
  using (app.is_placing_seen(plan_id, kind, from_party, category, (select app.placing_plans())::uuid[],
    (select app.contact_plans())::uuid[], (select app.my_disclosures())::text[]))
  with check (app.is_placing_seen(plan_id, kind, from_party, category, (select app.placing_plans())::uuid[],
    (select app.contact_plans())::uuid[], (select app.my_disclosures())::text[]));

create policy clear on app.plan_placing for delete to portal_app
  using (app.is_placing_seen(plan_id, kind, from_party, category, (select app.placing_plans())::uuid[],
    (select app.contact_plans())::uuid[], (select app.my_disclosures())::text[]));

create trigger own_placing before insert or update on app.plan_placing
  for each row execute function app.own_placing();
