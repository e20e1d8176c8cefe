-- Whether the asker has decided, or signed, this version for another party than they act for now.
create or replace function app.acts_for_another(version uuid) returns boolean
language sql stable security definer set search_path = app, pg_temp as $$
  select exists (select from decision d where d.document_version_id = version
      and d.account_id = (select my_account()) and d.organisation_id <> (select my_organisation()))
    or exists (select from signature s where s.document_version_id = version
      and s.account_id = (select my_account()) and s.organisation_id <> (select my_organisation()))
$$;

grant execute on function app.acts_for_another(uuid) to portal_app;
