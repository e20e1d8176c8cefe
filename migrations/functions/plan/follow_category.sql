-- The history of a row goes along when the row moves to fewer readers, so that what was shown by
-- mistake can be taken back; it stays behind when it moves to more. Where neither holds, what it said
-- before is for its own party alone, and for whose the plan is.
create or replace function app.follow_category() returns trigger
language plpgsql security definer set search_path = app, pg_temp as $$
declare
  said text[] := array(select distinct c.category from plan_change c
    where c.plan_id = new.plan_id and c.subject_id = new.id and c.from_party = new.from_party
      and c.category <> new.category);
begin
  with seen as materialized (
    select * from readers(new.plan_id, new.from_party, said || new.category))
  update plan_change c set category = case
      when now_by.parties <@ then_by.parties then new.category else '' end
  from seen now_by, seen then_by
  where c.plan_id = new.plan_id and c.subject_id = new.id and c.from_party = new.from_party
    and now_by.category = new.category and then_by.category = c.category
    and c.category <> new.category
    and (now_by.parties <@ then_by.parties or not then_by.parties <@ now_by.parties);
  update plan_placing p set category = new.category
  where p.plan_id = new.plan_id and p.kind = 'action_unit' and p.subject_id = new.id;
  update word_suggestion s set category = ''
  where s.plan_id = new.plan_id and s.subject_id = new.id and s.category <> '';
  return null;
end $$;
