-- Whom consent lets take part now, to be asked to a meeting; nobody who is kept out of the plan.
create or replace function app.open_parties(wanted uuid) returns uuid[]
language sql stable security definer set search_path = app, pg_temp as $$
  with let_in as materialized (
    select o.party from opened_to(array[wanted], statement_timestamp()) o)
  select coalesce(array_agg(party), '{}') from (
    select p.organisation_id as party from participant p
    where p.plan_id = wanted and p.ended_at is null
      and p.organisation_id in (select party from let_in)
    union
    select p.id from plan_person p where p.plan_id = wanted and p.ended_at is null
      and not is_kept_out(p.id)
      and (p.id in (select party from let_in)
        or p.id in (select person_id from owned_by(wanted, statement_timestamp())))) parties
  where wanted = any ((select seen_plans())::uuid[])
$$;

grant execute on function app.open_parties(uuid) to portal_app;
