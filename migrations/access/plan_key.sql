alter table app.plan_key enable row level security, force row level security;

-- portal_app has nothing to do with keys; only functions that write in the log read them.
grant select, insert on app.plan_key to portal_authz;

create policy maintain on app.plan_key to portal_owner using (true) with check (true);
create policy authz on app.plan_key to portal_authz using (true) with check (true);
