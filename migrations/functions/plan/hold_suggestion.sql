-- What is suggested in somebody's words is about what the words are about: it quotes them.
create or replace function app.hold_suggestion() returns trigger
language plpgsql security definer set search_path = app, pg_temp as $$
begin
  if pg_has_role(session_user, 'portal_owner', 'member') then return new; end if;
  select w.category into strict new.category from (
    select x.id, x.category from plan_text x
      where new.subject_kind = 'plan_text' and x.plan_id = new.plan_id
    union all select x.id, x.category from goal x
      where new.subject_kind = 'goal' and x.plan_id = new.plan_id
    union all select x.id, x.category from action x
      where new.subject_kind = 'action' and x.plan_id = new.plan_id) w
  where w.id = new.subject_id;
  return new;
end $$;
