-- Whether the asker has confirmed a meeting's minutes, as they are in a revision, for another
-- organisation than they act for now.
create or replace function app.confirms_for_another(meeting uuid, revision integer) returns boolean
language sql stable security definer set search_path = app, pg_temp as $$
  select exists (select from minutes_confirmation c
    where c.meeting_id = meeting and c.revision = confirms_for_another.revision
      and c.account_id = (select my_account())
      and c.organisation_id <> (select my_organisation()))
$$;

grant execute on function app.confirms_for_another(uuid, integer) to portal_app;
