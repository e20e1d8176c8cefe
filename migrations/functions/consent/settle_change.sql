-- A change of whose consent is required is proposed now and settled once, later and by name. That a
-- child is asked holds at once, and so does a mandate beside the person of whoever has none that runs:
-- neither takes anybody's say away. Whoever confirms is another than who proposed, and no private
-- person of the plan: nobody confirms what is about themselves or their own.
create or replace function app.settle_change() returns trigger
language plpgsql security definer set search_path = app, pg_temp as $$
begin
  if pg_has_role(session_user, 'portal_owner', 'member') then return new; end if;
  if tg_op = 'INSERT' then
    new.proposed_at := transaction_timestamp();
    if new.kind = 'asked' or (new.kind = 'beside' and not exists (select from consenter c
      where c.plan_id = new.plan_id and c.person_id = new.person_id
        and (c.required_to is null or c.required_to > clock_timestamp() + interval '1 minute')))
    then
      new.outcome := 'confirmed';
      new.settled_at := new.proposed_at;
      new.settled_by := new.proposed_by;
      new.settled_by_name := new.proposed_by_name;
    else
      new.outcome := null;
      new.settled_at := null;
      new.settled_by := null;
      new.settled_by_name := null;
    end if;
  elsif old.outcome is not null then
    raise exception 'has been settled' using errcode = 'insufficient_privilege';
  elsif new.outcome = 'confirmed' and new.settled_by = old.proposed_by then
    raise exception 'confirmed by who proposed it' using errcode = 'check_violation';
  elsif new.outcome = 'confirmed' and exists (select from plan_person p
    where p.plan_id = new.plan_id and p.account_id = new.settled_by) then
    raise exception 'confirmed by one of the private people' using errcode = 'check_violation';
  else
    new.settled_at := transaction_timestamp();
  end if;
  return new;
end $$;
