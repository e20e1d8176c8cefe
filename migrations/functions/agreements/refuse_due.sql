-- Until when an agreement waits is its drafter's to say. It changes with the state, too, whoever takes
-- the agreement there.
create or replace function app.refuse_due() returns trigger
language plpgsql security definer set search_path = app, pg_temp as $$
declare mine uuid := my_organisation();
begin
  if old.status = new.status and (new.creator_id = mine and i_am('coordinator')) is not true then
    raise exception 'not the day to change' using errcode = 'insufficient_privilege';
  end if;
  return new;
end $$;
