-- Who has read a plan that is mine.
create or replace function app.readings(wanted uuid)
returns table (at timestamptz, name text, organisation text, unit text, what text, ground text[])
language sql stable security definer set search_path = app, pg_temp as $$
  select e.at, a.name, o.name, u.name, d.details ->> 'what',
    array(select jsonb_array_elements_text(d.details -> 'ground'))
  from audit_entry e cross join lateral (select reading_of(e.details)) d (details)
  join account a on a.id = e.account_id join organisation o on o.id = e.organisation_id
  left join unit u on u.id = (d.details ->> 'unit')::uuid
  where e.stream = wanted and wanted = any (my_owned_plans())
    and is_reading(e.action) and d.details is not null
  order by e.seq desc
$$;

grant execute on function app.readings(uuid) to portal_app;
