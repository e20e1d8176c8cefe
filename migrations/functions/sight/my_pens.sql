-- "plan:party" in whose name I may write now: my own, and as a handler the person's.
create or replace function app.my_pens() returns text[]
language sql stable security definer set search_path = app, pg_temp as $$
  select coalesce(array_agg(key), '{}') from (
    select plan_id || ':' || party as key from sight() s where is_live(s)
    union all
    select s.plan_id || ':' || p.id from sight() s
    join plan_person p on p.plan_id = s.plan_id and p.kind = 'subject'
    where s.is_open and s.is_handler and s.is_going) keys
$$;

grant execute on function app.my_pens() to portal_app;
