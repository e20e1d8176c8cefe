-- Let the organisation that has taken another's place in an agreement go on with what the other had
-- begun there: its open suggestions and corrections are the receiver's, who can change and take them
-- back, so is the paper that it registered, its open deviations and disputes are the receiver's to
-- answer and end, and what its people are writing is theirs there too. Who takes part in neither
-- reads nothing of it here.
create or replace function app.pass_work(wanted uuid, leaving uuid, receiver uuid) returns void
language plpgsql volatile security definer set search_path = app, pg_temp as $$
begin
  -- one that the agreement only held in
  if administers_county((select g.county_id from agreement g where g.id = wanted))
    and not exists (select from agreement_party p where p.agreement_id = wanted
      and p.organisation_id = leaving)
  then return; end if;
  if not exists (select from agreement g
    join agreement_party p on p.agreement_id = g.id and p.organisation_id = leaving
      and p.left_at is not null
    join agreement_party q on q.agreement_id = g.id and q.organisation_id = receiver
      and q.left_at is null
    where g.id = wanted and administers_county(g.county_id))
  then raise exception 'not yours to pass on' using errcode = 'insufficient_privilege'; end if;
  update suggestion set organisation_id = receiver
  where agreement_id = wanted and organisation_id = leaving
    and status in ('internal', 'published', 'conflict');
  update deviation set organisation_id = receiver
  where agreement_id = wanted and organisation_id = leaving and closed_at is null;
  update deviation set concerns_id = receiver
  where agreement_id = wanted and concerns_id = leaving and closed_at is null;
  -- of three sides that both were on, the two that are left: those that stand first
  update dispute_level l set other_function = coalesce(l.third_function, ''), third_function = null
  from dispute d where l.dispute_id = d.id and d.agreement_id = wanted and d.settled_at is null
    and d.third_id is not null and d.opener_id in (leaving, receiver)
    and d.other_id in (leaving, receiver);
  update dispute set opener_id = receiver, other_id = third_id, third_id = null
  where agreement_id = wanted and settled_at is null and third_id is not null
    and opener_id in (leaving, receiver) and other_id in (leaving, receiver);
  update dispute set third_id = null,
    opener_id = case opener_id when leaving then receiver else opener_id end,
    other_id = case other_id when leaving then receiver else other_id end
  where agreement_id = wanted and settled_at is null and third_id in (leaving, receiver)
    and (opener_id in (leaving, receiver) or other_id in (leaving, receiver));
  update dispute set opener_id = receiver
  where agreement_id = wanted and opener_id = leaving and other_id <> receiver
    and settled_at is null;
  update dispute set other_id = receiver
  where agreement_id = wanted and other_id = leaving and opener_id <> receiver
    and settled_at is null;
  update dispute set third_id = receiver
  where agreement_id = wanted and third_id = leaving and settled_at is null;
  -- what it had proposed to end one with, and said yes to
  update dispute_settlement s set organisation_id = receiver
  from dispute d where d.id = s.dispute_id and d.agreement_id = wanted
    and receiver in (d.opener_id, d.other_id, d.third_id)
    and s.organisation_id = leaving and s.status = 'open';
  update settlement_yes y set organisation_id = receiver
  from dispute_settlement s join dispute d on d.id = s.dispute_id
  where s.id = y.settlement_id and s.status = 'open' and d.agreement_id = wanted
    and y.organisation_id = leaving and receiver in (d.opener_id, d.other_id, d.third_id)
    and not exists (select from settlement_yes o where o.settlement_id = s.id
      and o.organisation_id = receiver);
  -- what only its party takes back, and what no party confirms of its own
  update paper set organisation_id = receiver
  where agreement_id = wanted and organisation_id = leaving and withdrawn_at is null;
  update correction set organisation_id = receiver
  where agreement_id = wanted and organisation_id = leaving and status = 'open';
  update draft d set organisation_id = receiver
  where d.agreement_id = wanted and d.organisation_id = leaving
    and exists (select from membership m where m.account_id = d.account_id
      and m.organisation_id = receiver and m.ended_at is null)
    and not exists (select from draft e where e.account_id = d.account_id
      and e.organisation_id = receiver and e.place = d.place and e.stage = d.stage);
end $$;

grant execute on function app.pass_work(uuid, uuid, uuid) to portal_app;
