-- Whether a sign-in of this level opens plans: health data asks for level 3.
create or replace function app.is_strong(level integer) returns boolean
language sql immutable as $$ select level >= 3 $$;
