-- Whom somebody can ask about a mail, at the organisation that it was sent to them in.
create or replace function app.mail_contact(wanted_organisation uuid) returns text
language sql stable security definer set search_path = app, pg_temp as $$
  select nullif(concat_ws(', ', contact_name, contact_phone, contact_email), '')
  from organisation where id = wanted_organisation
$$;

grant execute on function app.mail_contact(uuid) to portal_worker;
