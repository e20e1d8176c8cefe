-- Whether a version is up and nobody has signed it: what was recorded on it may be put right.
create or replace function app.is_unsigned(version uuid) returns boolean
language sql stable security definer set search_path = app, pg_temp as $$
  select exists (select from document_version where id = version and voided_at is null)
    and not exists (select from signature where document_version_id = version)
$$;

grant execute on function app.is_unsigned(uuid) to portal_app;
