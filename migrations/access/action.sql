alter table app.action enable row level security, force row level security;

grant select, insert on app.action to portal_app;
grant update (goal_id, position, kind, organisation_id, responsible_id, person_id, title_sealed,
  agreement_id, row_key, reason_sealed, due_on, is_decided, status, version, changed_at, changed_by,
  removed_at, category, decided_on, decider_sealed, starts_on) on app.action to portal_app;
grant select on app.action to portal_authz;
grant update (responsible_id, version, changed_at, changed_by, confirmed_at, confirmed_by)
  on app.action to portal_authz;

create policy maintain on app.action to portal_owner using (true) with check (true);
create policy authz on app.action to portal_authz using (true) with check (true);

-- The first condition is for the index, the second says what is seen.
create policy read on app.action for select to portal_app
  using (plan_id = any ((select app.my_written_plans())::uuid[])
    and app.is_disclosed(disclosure, plan_id, from_party,
      (select app.my_disclosures())::text[]));

create policy add on app.action for insert to portal_app
  with check ((plan_id::text || ':' || from_party::text) = any ((select app.my_pens())::text[]));

-- those who may write it, and whoever is to carry it out
create policy change on app.action for update to portal_app
  using ((plan_id::text || ':' || from_party::text) = any ((select app.my_pens())::text[])
    or (plan_id = any ((select app.live_plans())::uuid[])
        and (organisation_id = (select app.my_organisation())
            or person_id = any ((select app.my_people())::uuid[]))))
  with check ((plan_id::text || ':' || from_party::text) = any ((select app.my_pens())::text[])
    or (plan_id = any ((select app.live_plans())::uuid[])
        and (organisation_id = (select app.my_organisation())
            or person_id = any ((select app.my_people())::uuid[]))));

create trigger sighted before insert or update of goal_id, organisation_id, responsible_id,
  person_id on app.action for each row execute function app.refuse_blind();

-- A measure is given to a colleague of its own organisation by app.pass_on(), as portal_authz.
create trigger foreign_fields before update on app.action
  for each row when (current_user <> 'portal_authz') execute function app.refuse_foreign_fields();

-- Whose words they are: app.confirm_words() and app.pass_on() write as portal_authz.
create trigger words before insert or update on app.action
  for each row when (current_user <> 'portal_authz') execute function app.hold_words();

create trigger moved after update of category on app.action
  for each row when (old.category <> new.category) execute function app.follow_category();

-- When it happened is the database's to say.
create trigger changed_at_is_now before insert or update of changed_at on app.action
  for each row when (current_user = 'portal_app') execute function app.stamp('changed_at');

create trigger removed_at_is_now before insert or update of removed_at on app.action
  for each row when (current_user = 'portal_app' and new.removed_at is not null)
  execute function app.stamp('removed_at');
