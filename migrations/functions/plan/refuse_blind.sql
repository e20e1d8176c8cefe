-- Rule 12: an action is given to nobody who may not see the goal it serves.
create or replace function app.refuse_blind() returns trigger
language plpgsql security definer set search_path = app, pg_temp as $$
declare
  t timestamptz := statement_timestamp();
  served goal;
  charged participant;
begin
  select * into served from goal where id = new.goal_id and plan_id = new.plan_id;
  if new.responsible_id is not null then
    select * into charged from participant where id = new.responsible_id;
    if charged.organisation_id is distinct from new.organisation_id then
      raise exception 'somebody of another organisation' using errcode = 'check_violation';
    end if;
  end if;
  if not (new.organisation_id is null or new.organisation_id = served.from_party
      or discloses(new.plan_id, served.from_party, new.organisation_id, served.category, t))
    or not (new.person_id is null or new.person_id = served.from_party
      or owns_words(new.plan_id, new.person_id, served.category, t)
      or discloses(new.plan_id, served.from_party, new.person_id, served.category, t))
  then raise exception 'may not see the goal' using errcode = 'check_violation'; end if;
  return new;
end $$;
