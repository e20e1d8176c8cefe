-- Queue reminders of groups: to the party, or to everybody who takes part where none is named
-- (app.group_addressees). What was queued before is not once more. Answers how many.
create or replace function app.queue_group_reminders(wanted jsonb) returns integer
language plpgsql volatile security definer set search_path = app, pg_temp as $$
declare queued integer;
begin
  insert into outbox (id, county_id, account_id, organisation_id, sender_id, kind, path, dedupe,
    not_before)
  select distinct on (w.dedupe, t.account_id) gen_random_uuid(), g.county_id, t.account_id,
    t.organisation_id, g.convener_id, w.kind, w.path, w.dedupe || ':' || t.account_id, now()
  from jsonb_to_recordset(wanted) as w ("group" uuid, party uuid, kind text, path text, dedupe text)
  join working_group g on g.id = w."group"
  cross join lateral group_addressees(g.id, w.party) t
  order by w.dedupe, t.account_id, t.organisation_id
  on conflict (dedupe) do nothing;
  get diagnostics queued = row_count;
  return queued;
end $$;

grant execute on function app.queue_group_reminders(jsonb) to portal_worker;
