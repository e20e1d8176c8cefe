-- Tell everybody whom it concerns that somebody's part in whose consent a plan of mine requires has
-- begun, changed or ended: the person, that somebody, all others who are asked, and the handlers.
-- On their first page and by mail, neither of which names anybody. Not the asker,
-- and nobody who is kept out of the plan.
create or replace function app.tell_of_consenter(wanted uuid, person uuid, p_dedupe text)
returns void
language plpgsql volatile security definer set search_path = app, pg_temp as $$
declare
  whom record;
begin
  if not wanted = any (my_cases()) then
    raise exception 'not yours to tell' using errcode = 'insufficient_privilege';
  end if;
  for whom in
    select q.account_id, l.county_id, o.id as organisation_id, null::uuid as works_for,
      -- whoever may open the plan no longer is told without it
      case when owns(l.id, q.id, clock_timestamp()) and q.ended_at is null then l.id end as plan_id,
      case when owns(l.id, q.id, clock_timestamp()) and q.ended_at is null
        then '/my-plan/' || l.id || '/who-may-see' else '/my-plan' end as path
    from plan l join organisation o on o.county_id = l.county_id and o.kind = 'individuals'
    join plan_person q on q.plan_id = l.id and q.account_id is not null
      and not is_kept_out(q.id)
    where l.id = wanted and (q.kind = 'subject' or q.id = person
      or exists (select from consenter c where c.plan_id = l.id and c.person_id = q.id
        and (c.required_to is null or c.required_to > clock_timestamp())))
    union all
    select p.account_id, l.county_id, p.organisation_id, p.organisation_id, l.id,
      '/sip/plans/' || l.id || '/people'
    from plan l join participant p on p.plan_id = l.id and p.organisation_id = l.initiator_id
    where l.id = wanted and p.ended_at is null and l.id <> all (kept_out_of(p.account_id))
      and p.account_id is distinct from (select my_account())
  loop
    insert into notice (id, county_id, account_id, organisation_id, kind, path, about, at, dedupe)
    values (gen_random_uuid(), whom.county_id, whom.account_id, whom.organisation_id,
      'consenter.changed', whom.path, '', now(), p_dedupe || ':' || whom.account_id)
    on conflict (dedupe) do nothing;
    insert into outbox (id, county_id, account_id, plan_id, organisation_id, kind, path, dedupe,
      not_before)
    select gen_random_uuid(), whom.county_id, a.id, whom.plan_id, whom.works_for,
      'consenter.changed', whom.path, p_dedupe || ':' || a.id, now()
    from account a where a.id = whom.account_id and a.disabled_at is null and a.email is not null
    on conflict (dedupe) do nothing;
  end loop;
end $$;

grant execute on function app.tell_of_consenter(uuid, uuid, text) to portal_app;
