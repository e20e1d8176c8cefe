-- Whether a plan is closed because the person whose it is has died: they are told nothing more.
create or replace function app.has_died(wanted uuid) returns boolean
language sql stable as $$
  select exists (select from app.closing c
    where c.plan_id = wanted and c.undone_at is null and c.reason = 'died')
$$;
