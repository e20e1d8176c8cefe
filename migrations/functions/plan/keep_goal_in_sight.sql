-- Rule 12 when a goal is moved to another category: whoever carries out an action for it goes on
-- seeing it.
create or replace function app.keep_goal_in_sight() returns trigger
language plpgsql security definer set search_path = app, pg_temp as $$
begin
  if exists (select from action a where a.plan_id = new.plan_id and a.goal_id = new.id
    and a.removed_at is null
    and coalesce(a.organisation_id, a.person_id) <> all (array(
      select s.party from shown_to(new.plan_id, new.from_party, array[new.category],
        statement_timestamp()) s)))
  then raise exception 'leaves the sight of who acts for it' using errcode = 'check_violation';
  end if;
  return new;
end $$;
