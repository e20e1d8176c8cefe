-- Do what time does by itself: end what has expired, let stand-ins begin and end. Then queue what is due
-- and was not queued before; nothing to anybody without ground. Answers how much was queued.
create or replace function app.remind() returns integer
language plpgsql volatile security definer set search_path = app, pg_temp as $$
declare
  queued uuid[];
begin
  perform close_expired();
  perform run_stand_ins();
  with new as (
    insert into outbox (id, county_id, account_id, plan_id, organisation_id, kind, path, dedupe,
      not_before)
    select distinct on (r.dedupe, a.id) gen_random_uuid(), l.county_id, a.id, r.plan_id,
      r.organisation_id, r.kind, r.path, r.dedupe || ':' || a.id, now()
    from reminders(now()) r join plan l on l.id = r.plan_id
    join account a on a.id = r.account_id and a.disabled_at is null and a.email is not null
    on conflict (dedupe) do nothing returning id)
  select coalesce(array_agg(id), '{}') into queued from new;
  delete from outbox where id = any (queued) and not is_grounded(id);
  queued := array(select id from outbox where id = any (queued));
  insert into call_event (id, county_id, plan_id, call_id, step, at, by_name, organisation_id)
  select distinct on (c.id) gen_random_uuid(), c.county_id, c.plan_id, c.id, 'reminded', now(),
    'Samsyn', c.organisation_id
  from outbox o join call c on c.id = split_part(o.dedupe, ':', 2)::uuid
  where o.id = any (queued) and o.kind in ('call.near', 'call.late');
  return cardinality(queued);
end $$;

grant execute on function app.remind() to portal_worker;
