-- A form that was kept for the asker, found by what only their browser knows. It is given back while
-- they act for the organisation that it was opened for, and to be read when they have left that.
create or replace function app.kept_form(wanted uuid, p_key_hash bytea)
returns table (form_sealed bytea, organisation_id uuid, organisation_name text, is_here boolean,
  is_member boolean)
language sql stable security definer set search_path = app, pg_temp as $$
  select case when o.id = (select my_organisation()) or not m.is_member then k.form_sealed end, o.id, o.name,
    o.id = (select my_organisation()), m.is_member
  from kept_form k join organisation o on o.id = k.organisation_id
  cross join lateral (select exists (select from membership m where m.account_id = k.account_id
    and m.organisation_id = o.id and m.ended_at is null) as is_member) m
  where k.id = wanted and k.key_hash = p_key_hash and k.account_id = (select my_account())
    and k.expires_at > now()
$$;

grant execute on function app.kept_form(uuid, bytea) to portal_app;
