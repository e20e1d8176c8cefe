-- Whether a decision is my party's, on a version that is up and that nobody has signed.
create or replace function app.is_own_decision(wanted uuid) returns boolean
language sql stable security definer set search_path = app, pg_temp as $$
  select exists (select from decision d
    where d.id = wanted and d.organisation_id = (select my_organisation())
      and is_unsigned(d.document_version_id))
$$;

grant execute on function app.is_own_decision(uuid) to portal_app;
