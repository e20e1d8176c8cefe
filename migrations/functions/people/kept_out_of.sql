-- The plans that somebody is kept out of, also where they would have a part in them by their work.
create or replace function app.kept_out_of(account uuid) returns uuid[]
language sql stable as $$
  select coalesce(array_agg(k.plan_id), '{}') from app.kept_out k
  join app.plan_person p on p.id = k.person_id and p.account_id = account
  where k.undone_at is null
$$;
