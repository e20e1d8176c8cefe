-- Tell the other handlers of a plan that something of a colleague's waits for one of them to confirm it:
-- on their first page and by mail, neither of which says what it is about. Not whoever is a private
-- person in the plan, who confirms nothing there.
create or replace function app.tell_who_confirms(wanted uuid, p_kind text, p_path text,
  occasion text) returns void
language plpgsql volatile as $$
declare
  whom record;
begin
  for whom in
    select p.account_id, p.organisation_id, l.county_id
    from app.plan l
    join app.participant p on p.plan_id = l.id and p.organisation_id = l.initiator_id
      and p.ended_at is null
    where l.id = wanted and p.account_id is distinct from (select app.my_account())
      and not exists (select from app.plan_person q
        where q.plan_id = l.id and q.account_id = p.account_id)
  loop
    insert into app.notice (id, county_id, account_id, organisation_id, kind, path, about, at,
      dedupe)
    values (gen_random_uuid(), whom.county_id, whom.account_id, whom.organisation_id, p_kind,
      p_path, '', now(), occasion || ':' || whom.account_id)
    on conflict (dedupe) do nothing;
    insert into app.outbox (id, county_id, account_id, plan_id, organisation_id, kind, path,
      dedupe, not_before)
    select gen_random_uuid(), whom.county_id, a.id, wanted, whom.organisation_id, p_kind, p_path,
      occasion || ':' || a.id, now()
    from app.account a where a.id = whom.account_id and a.disabled_at is null
      and a.email is not null
    on conflict (dedupe) do nothing;
  end loop;
end $$;
