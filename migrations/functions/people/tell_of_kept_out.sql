-- Tell the other handlers of a plan of mine that somebody is kept out of it and one of them is to
-- confirm it: on their first page and by mail. Neither says whom, nor that it is about safety.
create or replace function app.tell_of_kept_out(wanted uuid, person uuid) returns void
language plpgsql volatile security definer set search_path = app, pg_temp as $$
declare
  whom record;
begin
  for whom in
    select p.account_id, p.organisation_id, l.id as plan_id, l.county_id,
      '/sip/plans/' || l.id || '/people/' || k.person_id || '/safety' as path,
      'person.kept_out:' || k.id as occasion
    from kept_out k join plan l on l.id = k.plan_id
    join participant p on p.plan_id = l.id and p.organisation_id = l.initiator_id
    where k.plan_id = wanted and k.person_id = person and k.undone_at is null
      and k.confirm_by is not null and k.confirmed_at is null
      and l.id = any ((select my_cases())::uuid[]) and p.ended_at is null
      and p.account_id is distinct from (select my_account())
      and not exists (select from plan_person q
        where q.plan_id = l.id and q.account_id = p.account_id)
  loop
    insert into notice (id, county_id, account_id, organisation_id, kind, path, about, at, dedupe)
    values (gen_random_uuid(), whom.county_id, whom.account_id, whom.organisation_id,
      'person.kept_out', whom.path, '', now(), whom.occasion || ':' || whom.account_id)
    on conflict (dedupe) do nothing;
    insert into outbox (id, county_id, account_id, plan_id, organisation_id, kind, path, dedupe,
      not_before)
    select gen_random_uuid(), whom.county_id, a.id, whom.plan_id, whom.organisation_id,
      'person.kept_out', whom.path, whom.occasion || ':' || a.id, now()
    from account a where a.id = whom.account_id and a.disabled_at is null and a.email is not null
    on conflict (dedupe) do nothing;
  end loop;
end $$;

grant execute on function app.tell_of_kept_out(uuid, uuid) to portal_app;
