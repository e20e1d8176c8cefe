alter table app.agenda_item enable row level security, force row level security;

grant select, insert on app.agenda_item to portal_app;
grant select on app.agenda_item to portal_authz;

create policy maintain on app.agenda_item to portal_owner using (true) with check (true);
create policy authz on app.agenda_item to portal_authz using (true) with check (true);

-- The first condition is for the index, the second says what is seen.
create policy read on app.agenda_item for select to portal_app
  using (plan_id = any ((select app.my_written_plans())::uuid[])
    and app.is_disclosed(disclosure, plan_id, from_party,
      (select app.my_disclosures())::text[]));

create policy add on app.agenda_item for insert to portal_app
  with check ((plan_id::text || ':' || from_party::text) = any ((select app.my_pens())::text[]));

-- When it happened is the database's to say.
create trigger added_at_is_now before insert on app.agenda_item
  for each row when (current_user = 'portal_app') execute function app.stamp('added_at');
