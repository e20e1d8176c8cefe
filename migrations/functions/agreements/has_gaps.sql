-- Whether a text without Markdown has a place left to fill in: portal/documents/gaps.py lists what counts
-- as one, and a test compares the two. Every bracket is one, whole or half, but for a number in its own.
create or replace function app.has_gaps(shown text) returns boolean
language sql immutable set search_path = app, pg_temp as $$
  select regexp_replace(shown, '\[\s*\d+\s*\]|\{\s*\d+\s*\}', '-', 'g') ~* concat(
    '[][{}]|[［【][^］】]*[］】]|<[[:alpha:]][^<>]*>|_{3,}|\.{4,}|…{2,}|\?{2,}',
    '|((?<=:\s)|(?<=\w\s)(?=\S+\s+\w))(…|\.{3})',
    '|(?<!\w)(X{2,}|N\.?N\.?|TODO|TBD)(?!\w)')
$$;
