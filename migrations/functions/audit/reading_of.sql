-- What app.reading_details() wrote, or null for anything else: an entry from before only the
-- database noted readings must not close the pages that list them. It is dear: whoever asks it of many
-- rows writes "offset 0" behind it, or it is worked out anew wherever its answer is named.
create or replace function app.reading_of(details text) returns jsonb
language sql immutable as $$
  select case when details ~ ('^\{"ground":\[("[0-9a-z-]+"(,"[0-9a-z-]+")*)?\],'
    || '("shown":\[("[0-9a-z:_-]+"(,"[0-9a-z:_-]+")*)?\],)?'
    || '"unit":(null|"[0-9a-f-]{36}"),"what":"[a-z_]+"\}$') then details::jsonb end
$$;
