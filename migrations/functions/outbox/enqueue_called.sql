-- Queue mail to everybody who may answer a call where it lies now; answers how many.
create or replace function app.enqueue_called(p_call uuid, p_kind text, p_path text, p_dedupe text)
returns integer
language plpgsql volatile security definer set search_path = app, pg_temp as $$
declare queued integer;
begin
  -- whoever passed it on to another unit may not see it any more
  if not exists (select from call where id = p_call
    and (organisation_id = (select my_organisation())
      or plan_id = any ((select my_plans())::uuid[])))
  then raise exception 'not yours to write about' using errcode = 'insufficient_privilege'; end if;
  insert into outbox (id, county_id, account_id, plan_id, organisation_id, kind, path, dedupe,
    not_before)
  select distinct on (a.id) gen_random_uuid(), c.county_id, a.id, c.plan_id, c.organisation_id,
    p_kind, p_path, p_dedupe || ':' || a.id, now()
  from call c
  join membership m on m.organisation_id = c.organisation_id and m.role = 'caseworker'
    and m.ended_at is null and (c.unit_id is null or m.unit_id is null or m.unit_id = c.unit_id)
  join account a on a.id = m.account_id and a.disabled_at is null and a.email is not null
  where c.id = p_call and c.status = 'sent' and a.id is distinct from (select my_account())
  on conflict (dedupe) do nothing;
  get diagnostics queued = row_count;
  return queued;
end $$;

grant execute on function app.enqueue_called(uuid, text, text, text) to portal_app;
