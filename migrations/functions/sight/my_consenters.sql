-- Myself as somebody who is asked for consent, in each plan.
create or replace function app.my_consenters() returns uuid[]
language sql stable security definer set search_path = app, pg_temp as $$
  select coalesce(array_agg(c.id), '{}') from plan_person p
  join consenter c on c.plan_id = p.plan_id and c.person_id = p.id
  where p.id = any ((select my_people())::uuid[])
$$;

grant execute on function app.my_consenters() to portal_app;
