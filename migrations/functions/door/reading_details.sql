-- What is read, as the log keeps it: canonical JSON with codes and ids only. `shown` is as
-- app.shown_content() tells it; null where it is not known, as of a copy.
create or replace function app.reading_details(ground text[], shown text[], unit uuid, what text)
returns text
language plpgsql stable as $$
begin
  if what !~ '^[a-z_]+$' then
    raise exception 'not a kind of reading' using errcode = 'check_violation';
  end if;
  return '{"ground":' || array_to_json(ground)
    || coalesce(',"shown":' || array_to_json(shown)::text, '')
    || ',"unit":' || coalesce('"' || unit || '"', 'null') || ',"what":"' || what || '"}';
end $$;
