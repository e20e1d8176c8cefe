-- What the agreements of my organisation, or one of my county, ask for about their routines about LOB: see
-- app.lob_reviews_asked.
create or replace function app.my_lob_reviews(day date, one uuid default null)
returns table (agreement_id uuid, asked_id uuid, valid_from date, declared jsonb, said jsonb,
  next_on date)
language sql stable security definer set search_path = app, pg_temp as $$
  select r.*
  from lob_reviews_asked(day, coalesce((select my_organisation()),
    '00000000-0000-0000-0000-000000000000'), one) r
  where one is null
    or exists (select from agreement a where a.id = one and a.county_id = (select my_county()))
$$;

grant execute on function app.my_lob_reviews(date, uuid) to portal_app;
