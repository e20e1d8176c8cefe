-- The history of a row goes along when the row moves to fewer readers, so that what was shown by
-- mistake can be taken back; it stays behind when it moves to more. Where neither holds, what it said
-- before is for its own party alone, and for whose the plan is.
create or replace function app.follow_category() returns trigger
language plpgsql security definer set search_path = app, pg_temp as $$
declare
  sees uuid[] := readers(new.plan_id, new.from_party, new.category);
begin
  update plan_change c set category = case
      when sees <@ readers(c.plan_id, c.from_party, c.category) then new.category
      else '' end
  where c.plan_id = new.plan_id and c.subject_id = new.id and c.from_party = new.from_party
    and c.category <> new.category
    and (sees <@ readers(c.plan_id, c.from_party, c.category)
      or not readers(c.plan_id, c.from_party, c.category) <@ sees);
  update plan_placing p set category = new.category
  where p.plan_id = new.plan_id and p.kind = 'action_unit' and p.subject_id = new.id;
  update word_suggestion s set category = ''
  where s.plan_id = new.plan_id and s.subject_id = new.id and s.category <> '';
  return null;
end $$;
