-- What all agreements that hold on a day ask for about their routines about LOB, for the reminders: see
-- app.lob_reviews_asked.
create or replace function app.lob_reviews_to_remind(day date)
returns table (agreement_id uuid, asked_id uuid, valid_from date, declared jsonb, said jsonb,
  next_on date)
language sql stable security definer set search_path = app, pg_temp as $$
  select r.* from lob_reviews_asked(day, null, null) r
$$;

grant execute on function app.lob_reviews_to_remind(date) to portal_worker;
