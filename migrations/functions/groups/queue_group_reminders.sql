-- Queue reminders of groups: to the coordinators of the party, or of everybody who takes part where none
-- is named. What was queued before is not once more. Answers how many.
create or replace function app.queue_group_reminders(wanted jsonb) returns integer
language plpgsql volatile security definer set search_path = app, pg_temp as $$
declare queued integer;
begin
  insert into outbox (id, county_id, account_id, organisation_id, sender_id, kind, path, dedupe,
    not_before)
  select distinct on (w.dedupe, a.id) gen_random_uuid(), g.county_id, a.id, o.id, g.convener_id,
    w.kind, w.path, w.dedupe || ':' || a.id, now()
  from jsonb_to_recordset(wanted) as w ("group" uuid, party uuid, kind text, path text, dedupe text)
  join working_group g on g.id = w."group"
  join organisation o on o.county_id = g.county_id and o.closed_at is null
    and (o.id = w.party or (w.party is null and exists (select from group_member p
      where p.group_id = g.id and p.organisation_id = o.id and p.left_at is null)))
  join membership m on m.organisation_id = o.id and m.role = 'coordinator' and m.ended_at is null
  join account a on a.id = m.account_id and a.disabled_at is null and a.email is not null
  order by w.dedupe, a.id, o.id
  on conflict (dedupe) do nothing;
  get diagnostics queued = row_count;
  return queued;
end $$;

grant execute on function app.queue_group_reminders(jsonb) to portal_worker;
