-- A change of whose consent is required is proposed now and settled once, later and by name. That a
-- child is asked holds at once. Whoever confirms is another than who proposed: a check of the table.
create or replace function app.settle_change() returns trigger
language plpgsql security definer set search_path = app, pg_temp as $$
begin
  if pg_has_role(session_user, 'portal_owner', 'member') then return new; end if;
  if tg_op = 'INSERT' then
    new.proposed_at := transaction_timestamp();
    if new.kind = 'asked' then
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
  else
    new.settled_at := transaction_timestamp();
  end if;
  return new;
end $$;
