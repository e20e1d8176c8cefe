-- Queue reminders of figures, of LOB or of what an agreement follows up, to all who have the `role` in an
-- organisation. What was queued before is not once more. Answers how many.
create or replace function app.queue_figure_reminders(wanted jsonb) returns integer
language plpgsql volatile security definer set search_path = app, pg_temp as $$
declare queued integer;
begin
  insert into outbox (id, county_id, account_id, organisation_id, kind, path, dedupe, not_before)
  select distinct on (w.dedupe, a.id) gen_random_uuid(), o.county_id, a.id, o.id, w.kind, w.path,
    w.dedupe || ':' || a.id, now()
  from jsonb_to_recordset(wanted) as w (organisation uuid, role text, kind text, path text,
    dedupe text)
  join organisation o on o.id = w.organisation and o.closed_at is null
  join membership m on m.organisation_id = o.id and m.role = w.role and m.ended_at is null
  join account a on a.id = m.account_id and a.disabled_at is null and a.email is not null
  order by w.dedupe, a.id
  on conflict (dedupe) do nothing;
  get diagnostics queued = row_count;
  return queued;
end $$;

grant execute on function app.queue_figure_reminders(jsonb) to portal_worker;
