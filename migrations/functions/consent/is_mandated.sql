-- Whether a mandate covers `scope` at `t`. Who consents in their own right has none: null.
create or replace function app.is_mandated(mandate text[], since timestamptz, until timestamptz,
  scope text, t timestamptz) returns boolean
language sql immutable as
$$ select mandate is null or (since <= t and t < until and scope = any (mandate)) $$;
