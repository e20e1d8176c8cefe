-- Plans that I may write in: those open to me, and the person's own.
create or replace function app.live_plans() returns uuid[]
language sql stable security definer set search_path = app, pg_temp as
$$ select coalesce(array_agg(plan_id), '{}') from sight() s where is_live(s) $$;

grant execute on function app.live_plans() to portal_app;
