-- Whether I am also one of the private people of a plan.
create or replace function app.is_private_in(wanted uuid) returns boolean
language sql stable as $$
  select exists (select from app.plan_person p
    where p.plan_id = wanted and p.account_id = (select app.my_account()))
$$;
