-- Whether a private person in a plan is whoever asks, also while they act for an organisation.
create or replace function app.is_myself(person uuid) returns boolean
language sql stable security definer set search_path = app, pg_temp as $$
  select exists (select from plan_person p
    where p.id = person and p.account_id = (select my_account()))
$$;

grant execute on function app.is_myself(uuid) to portal_app;
