-- Whom consent lets take part now: to be asked to a meeting.
create or replace function app.open_parties(wanted uuid) returns uuid[]
language sql stable security definer set search_path = app, pg_temp as $$
  select coalesce(array_agg(party), '{}') from (
    select p.organisation_id as party from participant p
    where p.plan_id = wanted and p.ended_at is null
      and opens(wanted, p.organisation_id, statement_timestamp())
    union
    select p.id from plan_person p where p.plan_id = wanted and p.ended_at is null
      and (owns(wanted, p.id, statement_timestamp())
        or opens(wanted, p.id, statement_timestamp()))) parties
  where wanted = any ((select seen_plans())::uuid[])
$$;

grant execute on function app.open_parties(uuid) to portal_app;
