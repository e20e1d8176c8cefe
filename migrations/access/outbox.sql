alter table app.outbox enable row level security, force row level security;

-- Only the database knows whom it may write to, so its functions address the mail.
grant select on app.outbox to portal_worker;
grant update (not_before, attempts, lease_until, sent_at, dead_at, last_error) on app.outbox
  to portal_worker;
grant select, insert, delete on app.outbox to portal_authz;
grant update (dead_at, last_error) on app.outbox to portal_authz;

create policy maintain on app.outbox to portal_owner using (true) with check (true);
create policy authz on app.outbox to portal_authz using (true) with check (true);

create policy work on app.outbox to portal_worker using (true);
