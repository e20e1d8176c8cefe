-- The caseworkers of my organisation, with their units.
create or replace function app.caseworkers() returns table (account_id uuid, name text, unit text)
language sql stable security definer set search_path = app, pg_temp as $$
  select distinct a.id, a.name, u.name from asking() me
  join membership m on m.organisation_id = me.organisation_id and m.role = 'caseworker'
    and m.ended_at is null
  join account a on a.id = m.account_id and a.disabled_at is null
  left join unit u on u.id = m.unit_id
  where me.units is not null order by a.name, a.id
$$;

grant execute on function app.caseworkers() to portal_app;
