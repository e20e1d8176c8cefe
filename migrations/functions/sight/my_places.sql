-- Whom I am in the plans that stand open to me and go on: my participants.
create or replace function app.my_places() returns uuid[]
language sql stable security definer set search_path = app, pg_temp as $$
  select coalesce(array_agg(participant_id), '{}') from sight()
  where participant_id is not null and is_open and is_going
$$;

grant execute on function app.my_places() to portal_app;
