-- Whether the plan is somebody's own at `t`. What of it they read app.shown_to() says.
create or replace function app.owns(plan uuid, person uuid, t timestamptz) returns boolean
language sql stable as
$$ select exists (select from app.owned_by(plan, t) o where o.person_id = person) $$;
