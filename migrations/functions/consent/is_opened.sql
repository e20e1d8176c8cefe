-- Whether a plan is open to a party: it is consented to, and the party is let in or found the need.
-- The initiator's invitation would be to itself.
create or replace function app.is_opened(has_plan boolean, is_let_in boolean, is_initiator boolean)
returns boolean
language sql immutable as
$$ select has_plan and (is_let_in or is_initiator) $$;
