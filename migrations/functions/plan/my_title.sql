-- What I was called when I last took part in a plan for my organisation; null where nothing is kept.
create or replace function app.my_title() returns text
language sql stable security definer set search_path = app, pg_temp as $$
  select p.title from participant p
  where p.account_id = (select my_account())
    and p.organisation_id = (select my_organisation())
    and p.ended_at is null and p.title <> ''
  order by p.joined_at desc
  limit 1
$$;

grant execute on function app.my_title() to portal_app;
