-- Whether the asker has this role, one of membership.role, where they act.
create or replace function app.i_am(wanted text) returns boolean
language sql stable security definer set search_path = app, pg_temp as $$
  select exists (select from acting() me join membership m on m.account_id = me.account_id
    and m.organisation_id = me.organisation_id and m.role = wanted and m.ended_at is null)
$$;

grant execute on function app.i_am(text) to portal_app;
