-- Whether the asker has said, of the text as it is in a revision, that another party than they act
-- for now is ready.
create or replace function app.ready_for_another(agreement uuid, revision integer) returns boolean
language sql stable security definer set search_path = app, pg_temp as $$
  select exists (select from party_reading r
    where r.agreement_id = agreement and r.revision = ready_for_another.revision
      and r.kind = 'ready' and r.account_id = (select my_account())
      and r.organisation_id <> (select my_organisation()))
$$;

grant execute on function app.ready_for_another(uuid, integer) to portal_app;
