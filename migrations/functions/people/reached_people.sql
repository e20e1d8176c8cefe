-- Who of the private people in a plan that I handle reads what is written to them there: whose own the
-- plan is and those to whom consent opens it, but for who is kept out.
create or replace function app.reached_people(wanted uuid) returns uuid[]
language sql stable security definer set search_path = app, pg_temp as $$
  select coalesce(array_agg(p.id), '{}') from plan_person p
  where p.plan_id = wanted and wanted = any ((select my_cases())::uuid[])
    and p.account_id is not null and p.ended_at is null and not is_kept_out(p.id)
    and (owns(wanted, p.id, statement_timestamp()) or exists (
      select from opened_to(array[wanted], statement_timestamp()) o where o.party = p.id))
$$;

grant execute on function app.reached_people(uuid) to portal_app;
