-- Tell those who have a part in a plan, and whom it stands open to now, that somebody has taken
-- over: on their first page and by mail, neither of which names anybody or the plan. Not the asker.
create or replace function app.tell_of_plan(wanted uuid, p_kind text, p_dedupe text)
returns void
language plpgsql volatile as $$
declare
  whom record;
  t timestamptz := statement_timestamp();
  let_in uuid[] := array(select o.party from app.opened_to(array[wanted], t) o);
  own uuid[] := array(select o.person_id from app.owned_by(wanted, t) o);
begin
  for whom in
    select distinct a.account_id, coalesce(a.organisation_id, o.id) as organisation_id, l.county_id,
      a.organisation_id is null as is_private
    from app.plan l cross join app.addressees(wanted) a
    join app.organisation o on o.county_id = l.county_id and o.kind = 'individuals'
    where l.id = wanted and a.account_id is distinct from (select app.my_account())
      and case when a.organisation_id is null
        then exists (select from app.plan_person p where p.plan_id = wanted
          and p.account_id = a.account_id and p.ended_at is null and p.id = any (let_in || own)
          and (p.kind <> 'subject' or not app.has_died(wanted)))
        else exists (select from app.participant p where p.plan_id = wanted
          and p.account_id = a.account_id and p.organisation_id = a.organisation_id
          and p.ended_at is null)
          and (a.organisation_id = l.initiator_id or a.organisation_id = any (let_in)) end
  loop
    insert into app.notice (id, county_id, account_id, organisation_id, kind, path, about, at,
      dedupe)
    values (gen_random_uuid(), whom.county_id, whom.account_id, whom.organisation_id, p_kind,
      case when whom.is_private then '/my-plan/' else '/sip/plans/' end || wanted, '', now(),
      p_dedupe || ':' || whom.account_id)
    on conflict (dedupe) do nothing;
    insert into app.outbox (id, county_id, account_id, plan_id, organisation_id, kind, path,
      dedupe, not_before)
    select gen_random_uuid(), whom.county_id, a.id, wanted,
      case when not whom.is_private then whom.organisation_id end, p_kind,
      case when whom.is_private then '/my-plan/' else '/sip/plans/' end || wanted,
      p_dedupe || ':' || a.id, now()
    from app.account a where a.id = whom.account_id and a.disabled_at is null
      and a.email is not null
    on conflict (dedupe) do nothing;
  end loop;
end $$;
