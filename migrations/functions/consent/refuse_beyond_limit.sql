-- A basis decision is within its ground: decided by whom the law gives it to, toward those it names,
-- with what it requires, and no longer than it allows. Runs after refuse_past_basis, which has said
-- when it was decided. A receiver that is no organisation is a private person of the plan. It says
-- why, and is followed up while it lasts. Whether the person is under 18 the portal alone can compare
-- with the day of birth, which is sealed (sip.ledger.recording). What is sealed of no words is 29
-- bytes (portal/vault.py).
create or replace function app.refuse_beyond_limit() returns trigger
language plpgsql security definer set search_path = app, pg_temp as $$
declare
  l basis_limit;
  decider text := (select o.kind from organisation o where o.id = new.organisation_id);
  receiver text := coalesce((select o.kind from organisation o where o.id = new.to_party),
    (select 'individuals' from plan_person p
      where p.id = new.to_party and p.plan_id = new.plan_id));
begin
  if pg_has_role(session_user, 'portal_owner', 'member') then return new; end if;
  select * into l from basis_limit b where b.code = new.code;
  if l.code is null or new.valid_to - new.decided_at > l.longest then
    raise exception 'longer than the ground allows' using errcode = 'check_violation';
  end if;
  if (decider || ':' || new.activity = any (l.may_decide)) is not true then
    raise exception 'not who the ground is for' using errcode = 'check_violation';
  end if;
  if (receiver = any (l.may_receive)) is not true or new.to_party = new.organisation_id then
    raise exception 'not whom the ground is toward' using errcode = 'check_violation';
  end if;
  if (l.conditions <> '{}' and new.condition is null)
    or (new.condition is not null and new.condition <> all (l.conditions))
    or ('provision' = any (l.needs) and new.provision_sealed is null)
    or ('assessment' = any (l.needs) and new.assessment_sealed is null)
  then raise exception 'not what the ground requires' using errcode = 'check_violation'; end if;
  if least(octet_length(new.reason_sealed), octet_length(new.provision_sealed),
    octet_length(new.assessment_sealed)) <= 29
  then raise exception 'does not say why' using errcode = 'check_violation'; end if;
  if new.follow_up_on not between (new.decided_at at time zone 'Europe/Stockholm')::date
    and ((new.valid_to - interval '1 microsecond') at time zone 'Europe/Stockholm')::date
  then raise exception 'followed up outside its time' using errcode = 'check_violation'; end if;
  return new;
end $$;
