-- Whether somebody is required at `t` whose term is from `since` until `until` (null: no end).
create or replace function app.is_required(since timestamptz, until timestamptz, t timestamptz)
returns boolean
language sql immutable as
$$ select since <= t and (until is null or t < until) $$;
