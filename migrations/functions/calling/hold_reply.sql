-- An answer to a meeting is its own party's. Staff note what a private person has said, until that
-- person has answered themself; who noted it is said here. A new time asks everybody anew.
create or replace function app.hold_reply() returns trigger
language plpgsql security definer set search_path = app, pg_temp as $$
begin
  if tg_op = 'INSERT' and not pg_has_role(session_user, 'portal_owner', 'member') then
    new.reply_noted_by := case when new.reply <> 'none'
      and not coalesce(new.person_id = any ((select my_people())::uuid[])
        or exists (select from participant p
          where p.id = new.participant_id and p.account_id = (select my_account())), false)
      then my_name() end;
    return new;
  end if;
  if pg_has_role(session_user, 'portal_owner', 'member')
    or (new.reply, new.note_sealed, new.note_category)
      is not distinct from (old.reply, old.note_sealed, old.note_category)
  then return new; end if;
  new.reply_noted_by := null;
  if new.reply = 'none' then
    new.note_sealed := null;
    new.note_category := null;
  elsif not coalesce(new.person_id = any ((select my_people())::uuid[])
    or exists (select from participant p
      where p.id = new.participant_id and p.account_id = (select my_account())), false)
  then
    if new.person_id is null or (old.reply <> 'none' and old.reply_noted_by is null) then
      raise exception 'answered by somebody else' using errcode = 'insufficient_privilege';
    end if;
    new.reply_noted_by := my_name();
  end if;
  return new;
end $$;
