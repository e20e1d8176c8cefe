alter table app.reading_due enable row level security, force row level security;

-- Nobody reads it: a row is there only while its transaction is under way.
grant select, insert, delete on app.reading_due to portal_authz;

create policy maintain on app.reading_due to portal_owner using (true) with check (true);
create policy authz on app.reading_due to portal_authz using (true) with check (true);

create constraint trigger at_commit after insert on app.reading_due
  deferrable initially deferred for each row execute function app.note_due();
