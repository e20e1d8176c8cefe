-- Whether a suggestion is shown to a party: a proposal its party never published is that party's own,
-- also when it has been taken back.
create or replace function app.is_told(published_at timestamptz, organisation_id uuid, reader uuid)
returns boolean
language sql immutable as $$ select published_at is not null or organisation_id = reader $$;

grant execute on function app.is_told(timestamptz, uuid, uuid) to portal_app;
