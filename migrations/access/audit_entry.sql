alter table app.audit_entry enable row level security, force row level security;

-- Who may not say the number, time and hash of a row may not write them at all. The definer's
-- functions may, and chain many rows in one statement.
grant select on app.audit_entry to portal_app;
grant insert (id, county_id, stream, organisation_id, account_id, session_id, action, subject_kind,
  subject_id, details) on app.audit_entry to portal_app;
grant select, insert on app.audit_entry to portal_authz;

create policy maintain on app.audit_entry to portal_owner using (true) with check (true);
create policy authz on app.audit_entry to portal_authz using (true) with check (true);

create policy review on app.audit_entry for select to portal_app
  using (organisation_id = (select app.my_organisation()) and (select app.i_am('reviewer')));

-- What only the database itself notes, nobody else does. An act is recorded in the chain of the own organisation, of an agreement it is party to, or of a
-- plan in which one has a part.
create policy record on app.audit_entry for insert to portal_app
  with check (not app.is_noted_by_database(action)
    and organisation_id = (select app.my_organisation())
    and account_id = (select app.my_account())
    and session_id = (select app.my_session())
    and county_id = (select app.my_county())
    and (stream = (select app.my_organisation())
        or stream = any ((select app.my_agreements())::uuid[])
        or stream = any ((select app.my_plans())::uuid[])));

create trigger append_only before update or delete on app.audit_entry
  for each row execute function app.refuse_change();

create trigger append_only_table before truncate on app.audit_entry
  for each statement execute function app.refuse_change();

create trigger tell after insert on app.audit_entry
  for each row when (app.told_kind(new.action) is not null and new.account_id is not null)
  execute function app.tell_person();

-- for everybody but the definer's functions, also the owner
create trigger chain before insert on app.audit_entry
  for each row when (new.hash is null or current_user <> 'portal_authz')
  execute function app.chain_audit();
