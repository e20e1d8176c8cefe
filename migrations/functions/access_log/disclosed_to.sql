-- What has been disclosed of a plan that is mine, to whom and how often: an organisation with the
-- names of its staff, or a private person. What the plan's owner reads is no disclosure.
create or replace function app.disclosed_to(wanted uuid)
returns table (party text, names text[], first_at timestamptz, last_at timestamptz, times bigint,
  what text[])
language sql stable security definer set search_path = app, pg_temp as $$
  select case when o.kind = 'individuals' then a.name else o.name end,
    array_agg(distinct a.name), min(e.at), max(e.at), count(*),
    array_agg(distinct d.details ->> 'what')
  from audit_entry e cross join lateral (select reading_of(e.details)) d (details)
  join account a on a.id = e.account_id join organisation o on o.id = e.organisation_id
  where e.stream = wanted and wanted = any ((select my_owned_plans())::uuid[])
    and is_reading(e.action) and d.details is not null
    and not (o.kind = 'individuals' and d.details -> 'ground' ? 'own')
  group by 1, o.id order by max(e.at) desc, 1
$$;

grant execute on function app.disclosed_to(uuid) to portal_app;
