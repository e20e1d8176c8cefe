-- The texts that a signed agreement has had up to a day, each with its card's code: its own and those of
-- its addenda. `latest` is that which is read on the day.
create or replace function app.lob_card_texts(wanted uuid, day date)
returns table (text_id uuid, begins date, code text, latest boolean)
language sql stable security definer set search_path = app, pg_temp as $$
  select t.id, t.valid_from, lob_card_code(t.id),
    row_number() over (order by t.valid_from desc, t.id <> a.id desc, t.status_at desc, t.id) = 1
  from agreement a
  -- each by its own index: as one condition, every agreement that there is may be gone through
  cross join lateral (
    select x.id, x.valid_from, x.status_at from agreement x where x.id = a.id
    union all
    select x.id, x.valid_from, x.status_at from agreement x
    where x.amends_id = a.id and x.amends_text and x.status = 'in_force' and x.valid_from <= day) t
  where a.id = wanted and a.status in ('in_force', 'superseded') and a.amends_id is null
$$;
