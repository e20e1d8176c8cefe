-- Plans that are my own: about me, or mine to answer for in the person's place.
create or replace function app.my_owned_plans() returns uuid[]
language sql stable security definer set search_path = app, pg_temp as
$$ select coalesce(array_agg(plan_id), '{}') from kept_sight() where is_owner $$;

grant execute on function app.my_owned_plans() to portal_app;
