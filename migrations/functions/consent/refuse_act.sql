-- What the web server's login may not record: an electronic answer by anybody but the one who
-- answers, a correction of what somebody else said, staff's of what somebody said themselves,
-- more than a question or a withdrawal by staff who are, or were, a private person in the plan, and
-- a question or a yes in a plan that is closed: it would open to somebody once more. There one may
-- still say oneself that a yes that stands ends sooner.
-- portal_owner may enter history as it was.
create or replace function app.refuse_act() returns trigger
language plpgsql security definer set search_path = app, pg_temp as $$
begin
  if pg_has_role(session_user, 'portal_owner', 'member') then return new; end if;
  new.recorded_by_name := my_name();
  if (new.how = 'electronic') <> (new.recorded_for is null)
  then raise exception 'only oneself answers electronically' using errcode = 'check_violation'; end if;
  if exists (select from consent_act a where a.id = new.corrects
    and a.consenter_id <> new.consenter_id)
  then raise exception 'what somebody else said is not corrected' using errcode = 'check_violation';
  end if;
  if exists (select from consent_act a where a.id = new.corrects and a.recorded_for is null
    and new.recorded_for is not null)
  then raise exception 'what somebody said themselves is not corrected by staff'
    using errcode = 'check_violation'; end if;
  if new.recorded_for is not null and new.kind not in ('ask', 'withdraw') and exists (select from plan_person p
    where p.plan_id = new.plan_id and p.account_id = new.recorded_by)
  then raise exception 'recorded by one of the private people' using errcode = 'check_violation';
  end if;
  if new.kind in ('ask', 'grant')
    and exists (select from plan l where l.id = new.plan_id and l.phase = 'closed')
    and not (new.kind = 'grant' and new.recorded_for is null and new.valid_from <= new.at
      and not exists (select from unnest(new.items) i (item)
        where not stands_beyond(new.plan_id, new.consenter_id, i.item, new.valid_to, new.at)))
  then raise exception 'the plan is closed' using errcode = 'check_violation'; end if;
  return new;
end $$;
