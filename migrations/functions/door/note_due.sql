-- Chains a reading when its page is made and the transaction commits. If anything but readings was
-- noted in the plan since the parts were worked out, nothing is committed, and the page has to be
-- made anew: what was read may have lost its ground meanwhile.
create or replace function app.note_due() returns trigger
language plpgsql security definer set search_path = app, pg_temp as $$
declare last bigint;
begin
  delete from reading_due where id = new.id;
  insert into audit_head values (new.stream, 0, sha256(uuid_send(new.stream)))
    on conflict do nothing;
  select seq into last from audit_head where stream = new.stream for update;
  if last <> new.logged and exists (select from audit_entry e
    where e.stream = new.stream and e.seq > new.logged and not is_reading(e.action))
  then raise exception 'changed meanwhile' using errcode = 'serialization_failure'; end if;
  insert into audit_entry (id, county_id, stream, organisation_id, account_id, session_id, action,
    subject_kind, subject_id, details)
  values (new.id, new.county_id, new.stream, new.organisation_id, new.account_id, new.session_id,
    'plan.read', 'Plan', new.stream, new.details);
  return null;
end $$;
