-- An agreement goes one way through its states: agreements/rules.py says the same.
create or replace function app.refuse_step() returns trigger language plpgsql as $$
begin
  raise exception 'no step from % to %', old.status, new.status
    using errcode = 'insufficient_privilege';
end $$;
