-- Tell the other handlers of a plan of mine that a change of whose consent is required waits for
-- one of them to confirm it: on their first page and by mail.
create or replace function app.tell_of_proposal(wanted uuid) returns void
language plpgsql volatile security definer set search_path = app, pg_temp as $$
declare
  whom record;
begin
  for whom in
    select p.account_id, p.organisation_id, l.id as plan_id, l.county_id,
      '/sip/plans/' || l.id || '/people/changes/' || c.id as path,
      'consenter.proposed:' || c.id as occasion
    from consenter_change c join plan l on l.id = c.plan_id
    join participant p on p.plan_id = l.id and p.organisation_id = l.initiator_id
    where c.id = wanted and c.outcome is null and l.id = any ((select my_cases())::uuid[])
      and p.ended_at is null
      and p.account_id is distinct from (select my_account())
  loop
    insert into notice (id, county_id, account_id, organisation_id, kind, path, about, at, dedupe)
    values (gen_random_uuid(), whom.county_id, whom.account_id, whom.organisation_id,
      'consenter.proposed', whom.path, '', now(), whom.occasion || ':' || whom.account_id)
    on conflict (dedupe) do nothing;
    insert into outbox (id, county_id, account_id, plan_id, organisation_id, kind, path, dedupe,
      not_before)
    select gen_random_uuid(), whom.county_id, a.id, whom.plan_id, whom.organisation_id,
      'consenter.proposed', whom.path, whom.occasion || ':' || a.id, now()
    from account a where a.id = whom.account_id and a.disabled_at is null and a.email is not null
    on conflict (dedupe) do nothing;
  end loop;
end $$;

grant execute on function app.tell_of_proposal(uuid) to portal_app;
