-- Chains a reading when its page is made and the transaction commits. If anything but readings was
-- noted in the plan since the parts were worked out, nothing is committed, and the page has to be
-- made anew: what was read may have lost its ground meanwhile.
create or replace function app.note_due() returns trigger
language plpgsql security definer set search_path = app, pg_temp as $$
declare head audit_head;
begin
  delete from reading_due where id = new.id;
  select * into head from audit_head where stream = new.stream for update;
  if not found then
    insert into audit_head values (new.stream, 0, sha256(uuid_send(new.stream)))
      on conflict do nothing;
    select * into head from audit_head where stream = new.stream for update;
  end if;
  if head.seq <> new.logged and exists (select from audit_entry e
    where e.stream = new.stream and e.seq > new.logged and not is_reading(e.action))
  then raise exception 'changed meanwhile' using errcode = 'serialization_failure'; end if;
  with entry as materialized (
    select x.at, audit_link(head.hash, new.stream, head.seq + 1, x.at, new.id, new.county_id,
      new.organisation_id, new.account_id, new.session_id, 'plan.read', 'Plan', new.stream,
      new.details) as hash
    from (select date_trunc('milliseconds', clock_timestamp()) as at) x),
  noted as (
    insert into audit_entry (id, county_id, stream, seq, at, organisation_id, account_id,
      session_id, action, subject_kind, subject_id, details, hash)
    select new.id, new.county_id, new.stream, head.seq + 1, e.at, new.organisation_id,
      new.account_id, new.session_id, 'plan.read', 'Plan', new.stream, new.details, e.hash
    from entry e
    returning seq, hash)
  update audit_head h set seq = n.seq, hash = n.hash from noted n where h.stream = new.stream;
  return null;
end $$;
