-- Rule 12 when a goal is moved to another category: whoever carries out an action for it goes on
-- seeing it.
create or replace function app.refuse_blinding() returns trigger
language plpgsql security definer set search_path = app, pg_temp as $$
begin
  if exists (select from action a where a.plan_id = new.plan_id and a.goal_id = new.id
    and a.removed_at is null
    and (a.organisation_id <> new.from_party and not discloses(new.plan_id, new.from_party,
        a.organisation_id, new.category, statement_timestamp())
      or a.person_id <> new.from_party
        and not owns_words(new.plan_id, a.person_id, new.category, statement_timestamp())
        and not discloses(new.plan_id, new.from_party, a.person_id, new.category,
          statement_timestamp())))
  then raise exception 'somebody would no longer see it' using errcode = 'check_violation'; end if;
  return new;
end $$;
