-- Rule 12: an action is given to nobody who may not see the goal it serves.
create or replace function app.refuse_blind() returns trigger
language plpgsql security definer set search_path = app, pg_temp as $$
declare
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
  if exists (select from unnest(array[new.organisation_id, new.person_id]) w (party)
    where w.party <> served.from_party and w.party <> all (array(
      select s.party from shown_to(new.plan_id, served.from_party, array[served.category],
        statement_timestamp()) s)))
  then raise exception 'may not see the goal' using errcode = 'check_violation'; end if;
  return new;
end $$;
