-- Queue mail to the handlers of the case, from whoever answers a call; answers how many.
create or replace function app.enqueue_handlers(p_call uuid, p_kind text, p_path text,
  p_dedupe text) returns integer
language plpgsql volatile security definer set search_path = app, pg_temp as $$
declare queued integer;
begin
  if not exists (select from call where id = p_call and organisation_id = my_organisation()) then
    raise exception 'not yours to write about' using errcode = 'insufficient_privilege';
  end if;
  insert into outbox (id, county_id, account_id, plan_id, organisation_id, kind, path, dedupe,
    not_before)
  select gen_random_uuid(), c.county_id, a.id, c.plan_id, p.organisation_id, p_kind, p_path,
    p_dedupe || ':' || a.id, now()
  from call c join plan l on l.id = c.plan_id
  join participant p on p.plan_id = l.id and p.organisation_id = l.initiator_id
    and p.ended_at is null
  join account a on a.id = p.account_id and a.disabled_at is null and a.email is not null
  where c.id = p_call
  on conflict (dedupe) do nothing;
  get diagnostics queued = row_count;
  return queued;
end $$;

grant execute on function app.enqueue_handlers(uuid, text, text, text) to portal_app;
