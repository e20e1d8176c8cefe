alter table app.account enable row level security, force row level security;

grant select on app.account to portal_app;
grant select, insert, update on app.account to portal_authz;

create policy maintain on app.account to portal_owner using (true) with check (true);
create policy authz on app.account to portal_authz using (true) with check (true);

create policy own on app.account for select to portal_app using (id = (select app.my_account()));

create policy colleagues on app.account for select to portal_app
  using (((select app.i_am('administrator')) or (select app.i_am('reviewer')))
    and id = any ((select app.my_colleagues())::uuid[]));
