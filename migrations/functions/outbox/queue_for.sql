-- Queue mail about a plan to one of those who have a part in it; answers how many.
create or replace function app.queue_for(p_account uuid, p_kind text, p_path text, p_dedupe text,
  p_plan uuid, p_calendar jsonb) returns integer
language plpgsql volatile security definer set search_path = app, pg_temp as $$
declare queued integer;
begin
  if not p_plan = any (my_plans()) then
    raise exception 'not yours to write about' using errcode = 'insufficient_privilege';
  end if;
  insert into outbox (id, county_id, account_id, plan_id, organisation_id, calendar, kind, path,
    dedupe, not_before)
  select gen_random_uuid(), l.county_id, a.id, l.id, t.organisation_id, p_calendar, p_kind, p_path,
    p_dedupe || ':' || a.id, now()
  from plan l cross join addressees(p_plan) t
  join account a on a.id = t.account_id and a.disabled_at is null and a.email is not null
  where l.id = p_plan and a.id = p_account
  on conflict (dedupe) do nothing;
  get diagnostics queued = row_count;
  return queued;
end $$;
