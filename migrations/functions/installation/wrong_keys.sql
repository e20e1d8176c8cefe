-- Which of these keys are others than `portal db upgrade` was given, by what each makes of a
-- constant; `is_known` is false for a key of a name that it was never given.
create or replace function app.wrong_keys(names text[], given bytea[])
returns table (name text, is_known boolean)
language sql stable security definer set search_path = app, pg_temp as $$
  select g.name, k.name is not null from unnest(names, given) g (name, value)
  left join key_check k on k.name = g.name where k.value is distinct from g.value
$$;

grant execute on function app.wrong_keys(text[], bytea[]) to portal_app;
