-- Whose act of consent it is.
create or replace function app.said_by(act uuid) returns uuid
language sql stable security definer set search_path = app, pg_temp as $$
  select c.person_id from consent_act a join consenter c on c.id = a.consenter_id where a.id = act
$$;
