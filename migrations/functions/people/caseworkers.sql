-- The caseworkers of my organisation, with their units; for a plan without who is kept out of it.
create or replace function app.caseworkers(for_plan uuid default null)
returns table (account_id uuid, name text, unit text)
language sql stable security definer set search_path = app, pg_temp as $$
  select distinct a.id, a.name, u.name from asking() me
  join membership m on m.organisation_id = me.organisation_id and m.role = 'caseworker'
    and m.ended_at is null
  join account a on a.id = m.account_id and a.disabled_at is null
  left join unit u on u.id = m.unit_id
  where me.units is not null and (for_plan is null or for_plan <> all (kept_out_of(a.id)))
  order by a.name, a.id
$$;

grant execute on function app.caseworkers(uuid) to portal_app;
