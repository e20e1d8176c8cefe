-- What has been disclosed of a plan, by whose staff and how often: for those who handle the case to
-- tell the person, who sees each reading by name. What the plan's owner reads is no disclosure.
create or replace function app.disclosures(wanted uuid)
returns table (party uuid, organisation text, first_at timestamptz, last_at timestamptz,
  times bigint, what text[], shown text[])
language sql stable security definer set search_path = app, pg_temp as $$
  select o.id, o.name, min(e.at), max(e.at), count(distinct e.seq),
    array_agg(distinct d.details ->> 'what'),
    coalesce(array_agg(distinct s.key) filter (where s.key is not null), '{}')
  from audit_entry e cross join lateral (select reading_of(e.details) offset 0) d (details)
  left join lateral jsonb_array_elements_text(d.details -> 'shown') s (key) on true
  join organisation o on o.id = e.organisation_id
  where e.stream = wanted and wanted = any ((select case_plans())::uuid[])
    and is_reading(e.action) and d.details is not null
    and not (o.kind = 'individuals' and d.details -> 'ground' ? 'own')
  group by o.id, o.name order by max(e.at) desc, o.id
$$;

grant execute on function app.disclosures(uuid) to portal_app;
