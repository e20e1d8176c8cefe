-- Whether somebody still takes part in a plan for an organisation.
create or replace function app.is_needed(account uuid, organisation uuid) returns boolean
language sql stable as $$
  select exists (select from app.participant p where p.account_id = account
    and p.organisation_id = organisation and p.ended_at is null)
$$;
