-- Gives an entry its number in its stream, its time, and the hash that chains it.
create or replace function app.chain_audit() returns trigger
language plpgsql security definer set search_path = app, pg_temp as $$
declare head audit_head;
begin
  insert into audit_head values (new.stream, 0, sha256(uuid_send(new.stream)))
    on conflict do nothing;
  select * into head from audit_head where stream = new.stream for update;
  new.seq := head.seq + 1;
  new.at := date_trunc('milliseconds', clock_timestamp());
  new.hash := audit_link(head.hash, new.stream, new.seq, new.at, new.id, new.county_id,
    new.organisation_id, new.account_id, new.session_id, new.action, new.subject_kind,
    new.subject_id, new.details);
  update audit_head set seq = new.seq, hash = new.hash where stream = new.stream;
  return new;
end $$;
