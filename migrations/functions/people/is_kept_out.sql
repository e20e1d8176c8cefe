-- Whether nothing of the plan is to reach somebody in it, for another's safety.
create or replace function app.is_kept_out(person uuid) returns boolean
language sql stable as
$$ select exists (select from app.kept_out k where k.person_id = person and k.undone_at is null) $$;
