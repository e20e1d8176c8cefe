-- Queue reminders of agreements: to all who have the `role` in the party, or in every party where none is
-- named, and who have not signed already. What was queued before is not once more. Answers how many.
create or replace function app.queue_reminders(wanted jsonb) returns integer
language plpgsql volatile security definer set search_path = app, pg_temp as $$
declare queued integer;
begin
  insert into outbox (id, county_id, account_id, organisation_id, sender_id, kind, path, dedupe,
    not_before)
  select distinct on (w.dedupe, a.id) gen_random_uuid(), g.county_id, a.id, o.id, w.sender, w.kind,
    w.path, w.dedupe || ':' || a.id, now()
  from jsonb_to_recordset(wanted) as w (agreement uuid, party uuid, role text, sender uuid,
    kind text, path text, dedupe text)
  join agreement g on g.id = w.agreement
  join agreement_party p on p.agreement_id = g.id and p.joined_at is not null
    and p.left_at is null and (w.party is null or p.organisation_id = w.party)
  join organisation o on o.id = p.organisation_id and o.closed_at is null
  join membership m on m.organisation_id = o.id and m.role = w.role and m.ended_at is null
  join account a on a.id = m.account_id and a.disabled_at is null and a.email is not null
  where not exists (select from signature s
    join document_version v on v.id = s.document_version_id and v.voided_at is null
    where s.agreement_id = g.id and s.account_id = a.id and g.status = 'signing')
  order by w.dedupe, a.id, o.id
  on conflict (dedupe) do nothing;
  get diagnostics queued = row_count;
  return queued;
end $$;

grant execute on function app.queue_reminders(jsonb) to portal_worker;
