-- What is read, as the log keeps it: canonical JSON with codes and ids only.
create or replace function app.reading_details(ground text[], unit uuid, what text) returns text
language plpgsql stable as $$
begin
  if what !~ '^[a-z_]+$' then
    raise exception 'not a kind of reading' using errcode = 'check_violation';
  end if;
  return '{"ground":' || array_to_json(ground) || ',"unit":' || coalesce('"' || unit || '"', 'null')
    || ',"what":"' || what || '"}';
end $$;
