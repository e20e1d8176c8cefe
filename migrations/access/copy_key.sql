alter table app.copy_key enable row level security, force row level security;

-- portal_app has nothing to do with keys; only functions that write in the log read them.
grant select, insert on app.copy_key to portal_authz;

create policy maintain on app.copy_key to portal_owner using (true) with check (true);
create policy authz on app.copy_key to portal_authz using (true) with check (true);

create trigger held before insert on app.copy_key
  for each row execute function app.refuse_unheld();
