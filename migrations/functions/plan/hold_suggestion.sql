-- What is suggested in somebody's words is about what the words are about, and quotes them: whose
-- they are and their category are the words' own.
create or replace function app.hold_suggestion() returns trigger
language plpgsql security definer set search_path = app, pg_temp as $$
declare
  words record;
begin
  select w.from_party, w.category into strict words from (
    select x.id, x.from_party, x.category from plan_text x
      where new.subject_kind = 'plan_text' and x.plan_id = new.plan_id
    union all select x.id, x.from_party, x.category from goal x
      where new.subject_kind = 'goal' and x.plan_id = new.plan_id
    union all select x.id, x.from_party, x.category from action x
      where new.subject_kind = 'action' and x.plan_id = new.plan_id) w
  where w.id = new.subject_id;
  new.words_party := words.from_party;
  if not pg_has_role(session_user, 'portal_owner', 'member') then
    new.category := words.category;
  end if;
  return new;
end $$;
