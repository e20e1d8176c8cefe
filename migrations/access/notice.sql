alter table app.notice enable row level security, force row level security;

-- Only the database knows whom it may tell, so its functions write the notices.
grant select on app.notice to portal_app;
grant select, insert on app.notice to portal_authz;
grant update (read_at) on app.notice to portal_authz;

create policy maintain on app.notice to portal_owner using (true) with check (true);
create policy authz on app.notice to portal_authz using (true) with check (true);

create policy own on app.notice for select to portal_app
  using (account_id = (select app.my_account()));
