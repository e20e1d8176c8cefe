-- What proves that app.kept_sight() wrote this in this transaction, for this token and this plan: a
-- keyed hash (keyed within and without, so that nothing can be appended). Null without a key.
create or replace function app.sight_mark(folded text) returns text
language sql stable as $$
  select encode(sha256(k.key || sha256(k.key || convert_to(concat_ws(' ', pg_backend_pid(), now(),
    current_setting('app.token', true), current_setting('app.plan', true), folded), 'UTF8'))), 'hex')
  from (select sha256(s.key || 'sight'::bytea) as key from app.sign_in_key s) k
$$;
