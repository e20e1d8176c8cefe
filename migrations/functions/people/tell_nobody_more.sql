-- A decision to keep somebody out waits for nobody any longer: what says so is read, and what would be
-- sent is not.
create or replace function app.tell_nobody_more(kept uuid) returns void
language sql volatile as $$
  update app.notice n set read_at = now()
  where n.kind = 'person.kept_out' and n.read_at is null
    and n.dedupe like 'person.kept_out:' || kept || ':%';
  update app.outbox o set dead_at = now(), last_error = 'taken back'
  where o.kind = 'person.kept_out' and o.dedupe like 'person.kept_out:' || kept || ':%'
    and o.sent_at is null and o.dead_at is null and o.lease_until is null
$$;
