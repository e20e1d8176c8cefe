-- Whether a fresh sign-in that named this organisation, or none, may act where the asker acts.
create or replace function app.speaks_for_mine(stated text) returns boolean
language sql stable security definer set search_path = app, pg_temp as $$
  select exists (select from acting() me join organisation o on o.id = me.organisation_id
                 where is_spoken_for(stated, o.organisation_number))
$$;
grant execute on function app.speaks_for_mine(text) to portal_app;
