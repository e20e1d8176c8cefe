-- A role ends only when somebody is left who can do what waits: an administrator always, a
-- coordinator while an agreement runs or holds, or anything waits between parties or in a group, a
-- signatory while one is decided on or signed, and a caseworker only out of plans that others have
-- taken over. One at a time in an organisation: two who take each other's role away at once are not
-- both let.
create or replace function app.refuse_last() returns trigger
language plpgsql security definer set search_path = app, pg_temp as $$
begin
  if pg_has_role(session_user, 'portal_owner', 'member') then return new; end if;
  perform hold_key(new.organisation_id);
  -- an organisation that is closed has nothing left that anybody could do
  if exists (select from organisation o where o.id = new.organisation_id and o.closed_at is not null)
  then return new; end if;
  if exists (select from membership m where m.account_id = new.account_id and m.id <> new.id
    and m.organisation_id = new.organisation_id and m.role = new.role and m.ended_at is null)
  then return new; end if;
  if new.role = 'caseworker' and exists (select from participant p
    where p.account_id = new.account_id and p.organisation_id = new.organisation_id
      and p.ended_at is null)
  then raise exception 'plans are not handed over' using errcode = 'check_violation'; end if;
  if has_other(new.organisation_id, new.role, new.account_id) then return new; end if;
  if new.role = 'administrator'
    or (new.role = 'coordinator' and exists (select from agreement g
      join agreement_party p on p.agreement_id = g.id and p.joined_at is not null
        and p.left_at is null
      where p.organisation_id = new.organisation_id and is_running(g.status)))
    or (new.role = 'coordinator' and exists (select from coordinators_wait(new.organisation_id) w
      where w.in_force + w.cases + w.groups + w.duties > 0))
    or (new.role = 'signatory' and exists (select from unsigned_by(new.organisation_id)))
  then raise exception 'the last who can' using errcode = 'check_violation'; end if;
  return new;
end $$;
