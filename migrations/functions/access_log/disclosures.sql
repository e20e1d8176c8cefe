-- What has been disclosed of a plan, by whose staff and how often: for those who handle the case to
-- tell the person, who sees each reading by name. What the plan's owner reads is no disclosure.
create or replace function app.disclosures(wanted uuid)
returns table (party uuid, organisation text, first_at timestamptz, last_at timestamptz,
  times bigint, what text[], shown text[])
language sql stable security definer set search_path = app, pg_temp as $$
  with noted as materialized (
    -- as in app.who_has_read()
    select e.organisation_id, e.details, min(e.at) as first_at, max(e.at) as last_at,
      count(*) as times
    from audit_entry e
    where e.stream = wanted and wanted = any ((select case_plans())::uuid[])
      and is_reading(e.action)
    group by e.organisation_id, e.details)
  select o.id, o.name, min(n.first_at), max(n.last_at), sum(n.times)::bigint,
    array_agg(distinct d.said ->> 'what'),
    array(select distinct s.key from unnest(array_agg(d.said -> 'shown')) r (shown)
      cross join jsonb_array_elements_text(r.shown) s (key))
  from noted n cross join lateral (select reading_of(n.details) offset 0) d (said)
  join organisation o on o.id = n.organisation_id
  where d.said is not null and not (o.kind = 'individuals' and d.said -> 'ground' ? 'own')
  group by o.id, o.name order by max(n.last_at) desc, o.id
$$;

grant execute on function app.disclosures(uuid) to portal_app;
