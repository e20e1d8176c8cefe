-- Rule 12 from the other side: a goal stays in sight of those who act for it.
create or replace function app.keep_goal_in_sight() returns trigger
language plpgsql security definer set search_path = app, pg_temp as $$
begin
  if exists (select from action a where a.plan_id = new.plan_id and a.goal_id = new.id
    and a.removed_at is null
    and coalesce(a.organisation_id, a.person_id) is distinct from new.from_party
    and not discloses(new.plan_id, new.from_party, coalesce(a.organisation_id, a.person_id),
      new.category, statement_timestamp())
    and not (a.person_id is not null
      and owns_words(new.plan_id, a.person_id, new.category,
        statement_timestamp())))
  then raise exception 'leaves the sight of who acts for it' using errcode = 'check_violation';
  end if;
  return new;
end $$;
