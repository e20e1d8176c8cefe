-- Whom somebody can ask about a mail, at the organisation that it was sent to them in. A name from right
-- to left keeps to itself (portal.direction): the number after it would stand on its other side.
create or replace function app.mail_contact(wanted_organisation uuid) returns text
language sql stable security definer set search_path = app, pg_temp as $$
  select nullif(concat_ws(', ', case when contact_name ~ '[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]'
    then chr(8296) || contact_name || chr(8297) else contact_name end, contact_phone, contact_email), '')
  from organisation where id = wanted_organisation
$$;

grant execute on function app.mail_contact(uuid) to portal_worker;
