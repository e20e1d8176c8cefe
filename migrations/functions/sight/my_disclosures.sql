-- What of the content I may see: "plan:source:category" that is disclosed to me, "plan:party" that
-- is my own party's writing, and "plan" that is mine altogether.
create or replace function app.my_disclosures() returns text[]
language sql stable security definer set search_path = app, pg_temp as $$
  select coalesce(array_agg(k.key), '{}') from kept_sight() s cross join unnest(s.keys) k (key)
$$;

grant execute on function app.my_disclosures() to portal_app;
