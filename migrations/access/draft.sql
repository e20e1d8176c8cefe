alter table app.draft enable row level security, force row level security;

grant select, insert, delete on app.draft to portal_app;
grant update (holder, content_sealed, saved_at) on app.draft to portal_app;
-- for whom it is written, when another organisation takes a party's place (app.pass_work); not what
grant select (account_id, organisation_id, agreement_id, place, stage) on app.draft to portal_authz;
grant update (organisation_id) on app.draft to portal_authz;

create policy maintain on app.draft to portal_owner using (true) with check (true);
create policy place on app.draft for select to portal_authz using (true);
create policy pass_on on app.draft for update to portal_authz
  using (agreement_id is not null) with check (agreement_id is not null);

-- The writer's alone, while they act for the same organisation: no colleague's, no
-- administrator's. And only while they may write there: an agreement they are a party of, at the
-- stage where they began (a decision and a signature are one), a plan that is open to them; what
-- was begun in a case without consent, while they have a part in it.
create policy own on app.draft to portal_app
  using (account_id = (select app.my_account())
    and organisation_id = (select app.my_organisation())
    and (agreement_id is null or agreement_id = any ((select app.my_agreements())::uuid[])
      and exists (select from app.agreement a where a.id = draft.agreement_id
        and replace(a.status, 'signing', 'decision') = draft.stage))
    and (plan_id is null
      or draft.stage = 'open' and plan_id = any ((select app.shown_plans())::uuid[])
      or draft.stage = 'case' and plan_id = any ((select app.my_plans())::uuid[])))
  with check (account_id = (select app.my_account())
    and organisation_id = (select app.my_organisation())
    and county_id = (select app.my_county())
    and (agreement_id is null or agreement_id = any ((select app.my_agreements())::uuid[])
      and exists (select from app.agreement a where a.id = draft.agreement_id
        and replace(a.status, 'signing', 'decision') = draft.stage))
    and (plan_id is null
      or draft.stage = 'open' and plan_id = any ((select app.shown_plans())::uuid[])
      or draft.stage = 'case' and plan_id = any ((select app.my_plans())::uuid[])));

-- When it happened is the database's to say.
create trigger saved_at_is_now before insert or update of saved_at on app.draft
  for each row when (current_user = 'portal_app') execute function app.stamp('saved_at');
