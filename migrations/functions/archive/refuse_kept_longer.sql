-- No part is shredded while the law says that it is kept longer (SoL 16 kap. 2, 2 a and 4 §§).
create or replace function app.refuse_kept_longer() returns trigger
language plpgsql security definer set search_path = app, pg_temp as $$
begin
  if exists (select from kept_longer k where k.plan_id = new.plan_id
    and k.from_party = new.organisation_id and k.undone_at is null
    and (k.kept_until is null or k.kept_until > (now() at time zone 'Europe/Stockholm')::date))
  then raise exception 'the part is kept longer' using errcode = 'insufficient_privilege'; end if;
  return new;
end $$;
