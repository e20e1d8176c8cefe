-- The texts that a signed agreement has had up to a day, each with its card's code: its own and those of
-- its addenda. `latest` is that which is read on the day.
create or replace function app.lob_card_texts(wanted uuid, day date)
returns table (text_id uuid, begins date, code text, latest boolean)
language sql stable security definer set search_path = app, pg_temp as $$
  select t.id, t.valid_from, lob_card_code(t.id),
    row_number() over (order by t.valid_from desc, t.id <> a.id desc, t.status_at desc, t.id) = 1
  from agreement a
  join agreement t on t.id = a.id
    or t.amends_id = a.id and t.amends_text and t.status = 'in_force' and t.valid_from <= day
  where a.id = wanted and a.status in ('in_force', 'superseded') and a.amends_id is null
$$;
