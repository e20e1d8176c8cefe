-- A decision that is put right keeps what it said before and when that was changed, whatever the
-- statement says.
create or replace function app.keep_earlier() returns trigger
language plpgsql set search_path = app, pg_temp as $$
begin
  new.earlier := old.earlier || jsonb_build_object('body', old.body, 'delegation', old.delegation,
    'paragraph', old.paragraph, 'decided_on', old.decided_on, 'reference', old.reference,
    'by', new.corrected_by, 'at', now());
  return new;
end $$;
