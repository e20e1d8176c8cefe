-- Which agreement's card about LOB leads in a municipality of my county on a day: see app.lob_card_leads.
create or replace function app.lob_card_leading(place uuid, day date) returns uuid
language sql stable security definer set search_path = app, pg_temp as $$
  select l.agreement_id from lob_card_leads(place, day) l
  where exists (select from organisation o where o.id = place and o.county_id = (select my_county()))
$$;

grant execute on function app.lob_card_leading(uuid, date) to portal_app;
