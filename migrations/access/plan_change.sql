alter table app.plan_change enable row level security, force row level security;

grant select, insert on app.plan_change to portal_app;
grant select on app.plan_change to portal_authz;
grant update (category) on app.plan_change to portal_authz;

create policy maintain on app.plan_change to portal_owner using (true) with check (true);
create policy authz on app.plan_change to portal_authz using (true) with check (true);

-- The first condition is for the index, the second says what is seen.
create policy read on app.plan_change for select to portal_app
  using (plan_id = any ((select app.my_written_plans())::uuid[])
    and app.is_disclosed(disclosure, plan_id, from_party,
      (select app.my_disclosures())::text[]));

-- in one's own name or, as a handler, the person's; and the initiating organisation's own notes,
-- before and after consent
create policy add on app.plan_change for insert to portal_app
  with check (account_id = (select app.my_account())
    and ((plan_id::text || ':' || from_party::text) = any ((select app.my_pens())::text[])
        or (from_party = (select app.my_organisation())
            and plan_id = any ((select app.my_open_cases())::uuid[])))
    and (organisation_id = (select app.my_organisation()) or organisation_id is null));

create trigger put_in_order before insert on app.plan_change
  for each row execute function app.put_change_in_order();

create trigger append_only_table before truncate on app.plan_change
  for each statement execute function app.refuse_change();

-- app.follow_category() takes history along to fewer readers, as portal_authz.
create trigger append_only before update on app.plan_change
  for each row when (current_user <> 'portal_authz') execute function app.refuse_change();

-- History may be deleted when the retention of the party in the named column has ended.
create trigger kept before delete on app.plan_change
  for each row execute function app.refuse_kept('from_party');
