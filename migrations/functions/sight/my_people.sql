-- Myself as a private person, in each plan that I am not kept out of.
create or replace function app.my_people() returns uuid[]
language sql stable security definer set search_path = app, pg_temp as $$
  select coalesce(array_agg(p.id), '{}') from asking() me
  join plan_person p on p.account_id = me.account_id and p.ended_at is null
  where me.units is null and not is_kept_out(p.id)
    and p.plan_id::text = coalesce(nullif(current_setting('app.plan', true), ''), p.plan_id::text)
$$;

grant execute on function app.my_people() to portal_app;
