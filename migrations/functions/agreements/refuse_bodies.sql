-- A party names the bodies that decide for it, and no other party's, while it is decided on.
create or replace function app.refuse_bodies() returns trigger
language plpgsql security definer set search_path = app, pg_temp as $$
begin
  if new.organisation_id <> my_organisation() or not exists (select from agreement
    where id = new.agreement_id and status = 'decision')
  then raise exception 'not the bodies to change' using errcode = 'insufficient_privilege'; end if;
  return new;
end $$;
