-- Tell those who could answer a call where it lies that its handlers have taken it back: on their
-- first page and by mail, but for who is kept out of the plan. It names neither the plan nor who it is about, for they may not open it.
create or replace function app.tell_called_off(p_call uuid) returns integer
language plpgsql volatile security definer set search_path = app, pg_temp as $$
declare
  whom record;
  told integer := 0;
begin
  if not exists (select from call where id = p_call and plan_id = any (my_cases())) then
    raise exception 'not yours to tell' using errcode = 'insufficient_privilege';
  end if;
  for whom in
    select distinct m.account_id, c.organisation_id, c.county_id from call c
    join membership m on m.organisation_id = c.organisation_id and m.role = 'caseworker'
      and m.ended_at is null and (c.unit_id is null or m.unit_id is null or m.unit_id = c.unit_id)
    where c.id = p_call and m.account_id is distinct from (select my_account())
      and c.plan_id <> all (kept_out_of(m.account_id))
  loop
    insert into notice (id, county_id, account_id, organisation_id, kind, path, about, at, dedupe)
    values (gen_random_uuid(), whom.county_id, whom.account_id, whom.organisation_id,
      'call.withdrawn', '/sip/calls', '', now(), 'call.withdrawn:' || p_call || ':'
      || whom.account_id)
    on conflict (dedupe) do nothing;
    told := told + 1;
    insert into outbox (id, county_id, account_id, organisation_id, kind, path, dedupe,
      not_before)
    select gen_random_uuid(), whom.county_id, a.id, whom.organisation_id, 'call.withdrawn',
      '/sip/calls', 'call.withdrawn:' || p_call || ':' || a.id, now()
    from account a where a.id = whom.account_id and a.disabled_at is null and a.email is not null
    on conflict (dedupe) do nothing;
  end loop;
  return told;
end $$;

grant execute on function app.tell_called_off(uuid) to portal_app;
