-- Whether anything may be written in a plan: it has not ended, and the consent that it was begun on
-- has not. Before anybody has consented its handlers note the need.
create or replace function app.goes_on(phase text, consented_at timestamptz, is_consented boolean)
returns boolean
language sql immutable as
$$ select phase not in ('closed', 'not_started') and (consented_at is null or is_consented) $$;
