-- Whose words a text, a goal or an action is in, and who held the pen: said here for every way to
-- write, from what the row says before and after.
--
-- What a private person has written, or confirmed, is changed by nobody else: others say how a
-- measure that is theirs to carry out goes, and no more. What staff have noted in somebody's name is
-- theirs to put right until it is confirmed, but not to show to more people than before, nor to put in
-- another place. What is the person's to say is written in nobody else's name.
create or replace function app.hold_words() returns trigger
language plpgsql security definer set search_path = app, pg_temp as $$
declare
  kept constant text[] := array['version', 'changed_at', 'changed_by', 'written_by', 'written_at',
    'is_noted', 'confirmed_at', 'confirmed_by', 'disclosure', 'position'];
  of_person_kinds constant text[] := array['matters', 'signs', 'helps', 'whom_to_call', 'network',
    'to_talk_of', 'hoped', 'needed'];
  now_says jsonb := to_jsonb(new) - kept;
  did_say jsonb;
  of_person boolean := exists (select from plan_person p
    where p.plan_id = new.plan_id and p.id = new.from_party);
  is_own boolean := case when of_person
    then new.from_party = any ((select my_people())::uuid[])
    else new.from_party = (select my_organisation()) end;
  is_reworded boolean := true;
begin
  if pg_has_role(session_user, 'portal_owner', 'member') then return new; end if;
  if tg_op = 'UPDATE' then
    did_say := to_jsonb(old) - kept;
    if now_says = did_say and new.version = old.version then return old; end if;
    -- a row that only counts up has been given another unit, which is kept beside it
    is_reworded := now_says = did_say or now_says - array['category', 'status', 'removed_at']
      <> did_say - array['category', 'status', 'removed_at'];
    if of_person and not is_own and (not old.is_noted or old.confirmed_at is not null)
      and (tg_table_name <> 'action' or now_says = did_say
        or now_says - 'status' <> did_say - 'status'
        or to_jsonb(old) ->> 'organisation_id' is distinct from (select my_organisation())::text)
    then raise exception 'the words of somebody else' using errcode = 'insufficient_privilege';
    end if;
    if of_person and not is_own and new.category <> old.category
      and exists (select from readers(new.plan_id, new.from_party,
          array[old.category, new.category]) r cross join unnest(r.parties) p (party)
        group by p.party having not bool_or(r.category = old.category))
    then raise exception 'would show it to more people' using errcode = 'insufficient_privilege';
    end if;
    if of_person and not is_own and tg_table_name <> 'plan_text' then
      new.position := old.position;
    end if;
    new.version := old.version + 1;
    if new.changed_at = old.changed_at then new.changed_at := clock_timestamp(); end if;
    new.written_by := old.written_by;
    new.written_at := old.written_at;
    new.is_noted := old.is_noted;
    new.confirmed_at := old.confirmed_at;
    new.confirmed_by := old.confirmed_by;
  elsif tg_table_name = 'plan_text' and to_jsonb(new) ->> 'kind' = any (of_person_kinds)
    and not exists (select from plan_person p
      where p.plan_id = new.plan_id and p.id = new.from_party and p.kind = 'subject')
  then raise exception 'not the words of the person' using errcode = 'insufficient_privilege';
  end if;
  new.changed_by := my_name();
  if is_reworded then
    new.written_by := my_name();
    new.written_at := new.changed_at;
    new.is_noted := of_person and not is_own
      or (not of_person and coalesce(to_jsonb(new) ->> 'stated_by', '') = 'person');
    new.confirmed_at := null;
    new.confirmed_by := null;
  end if;
  return new;
end $$;
