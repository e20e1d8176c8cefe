-- The code of the card that an agreement of my county has on a day: see app.lob_card. None before it has
-- been signed, and where it says nothing about LOB.
create or replace function app.lob_card_of(wanted uuid, day date) returns text
language sql stable security definer set search_path = app, pg_temp as $$
  select t.code from lob_card_texts(wanted, day) t
  join agreement a on a.id = wanted
  where t.latest and a.county_id = (select my_county())
$$;

grant execute on function app.lob_card_of(uuid, date) to portal_app;
