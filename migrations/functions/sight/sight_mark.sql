-- What proves that the fold was kept in this transaction, for this token and this plan, and before
-- it had written anything, or as it noted a reading: a keyed hash (keyed within and without, so
-- that nothing can be appended). Null without a key.
create or replace function app.sight_mark(folded text) returns text
language sql stable as $$
  select encode(sha256(k.key || sha256(k.key || convert_to(concat_ws(' ', pg_backend_pid(), now(),
    current_setting('app.token', true), current_setting('app.plan', true),
    coalesce(pg_current_xact_id_if_assigned()::text, '-'), folded), 'UTF8'))), 'hex')
  from (select sha256(s.key || 'sight'::bytea) as key from app.sign_in_key s) k
$$;
