alter table app.consent_paper enable row level security, force row level security;

grant select, insert on app.consent_paper to portal_app;
grant update (content_sealed, removed_by, removed_at) on app.consent_paper to portal_app;
grant select on app.consent_paper to portal_authz;

create policy maintain on app.consent_paper to portal_owner using (true) with check (true);
create policy authz on app.consent_paper to portal_authz using (true) with check (true);

-- The paper that an answer was given on: with a mandate one sees one's own, and so one does of a
-- protected person: where it was signed may tell where they are.
create policy read on app.consent_paper for select to portal_app
  using ((plan_id = any ((select app.my_whole_cases())::uuid[])
      and (plan_id = any ((select app.placing_plans())::uuid[])
        or plan_id = any ((select app.contact_plans())::uuid[])))
    or (plan_id = any ((select app.my_owned_plans())::uuid[])
        and exists (select from app.consent_act a where a.plan_id = consent_paper.plan_id
          and a.id = act_id and a.consenter_id = any ((select app.my_consenters())::uuid[]))));

-- of an answer on paper that the own organisation has recorded, by whoever may read it
create policy add on app.consent_paper for insert to portal_app
  with check (plan_id = any ((select app.contact_plans())::uuid[])
    and from_party = (select app.my_organisation())
    and added_by = (select app.my_name())
    and removed_at is null
    and exists (select from app.consent_act a where a.plan_id = consent_paper.plan_id
      and a.id = act_id and a.how = 'written' and a.recorded_for = from_party));

-- one that was wrong: its content is gone, and that it was there stays
create policy change on app.consent_paper for update to portal_app
  using (plan_id = any ((select app.my_cases())::uuid[])
    and from_party = (select app.my_organisation())
    and removed_at is null)
  with check (removed_by = (select app.my_name()) and content_sealed is null);

-- When it happened is the database's to say.
create trigger added_at_is_now before insert on app.consent_paper
  for each row when (current_user = 'portal_app') execute function app.stamp('added_at');

create trigger removed_at_is_now before update of removed_at on app.consent_paper
  for each row when (current_user = 'portal_app') execute function app.stamp('removed_at');
