-- The file to sign is made anew only when a decision that it quotes has just been put right, in the
-- same transaction, and never once somebody has signed it or its version is void.
create or replace function app.refuse_frozen() returns trigger
language plpgsql security definer set search_path = app, pg_temp as $$
begin
  if not is_unsigned(old.id) or not exists (select from decision d
    where d.document_version_id = old.id and d.corrected_at >= now())
  then raise exception 'the file is frozen' using errcode = 'insufficient_privilege'; end if;
  return new;
end $$;
