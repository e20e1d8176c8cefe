-- Agreements my organisation is a party of and has been let into: it reads and writes them.
create or replace function app.my_agreements() returns uuid[]
language sql stable security definer set search_path = app, pg_temp as $$
  select array(select p.agreement_id from acting() me
    join agreement_party p on p.organisation_id = me.organisation_id
    where p.joined_at is not null)
$$;

grant execute on function app.my_agreements() to portal_app;
