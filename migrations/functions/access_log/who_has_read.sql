-- Who has read a plan that is mine, each once for each organisation they read it for, the last
-- first: how often, since when, what, and whose words of which kinds of information they were
-- shown, with a mandate as far as it covers them. `party` is the organisation, or the private person in
-- the plan. `is_mine` is the asker.
create or replace function app.who_has_read(wanted uuid)
returns table (account_id uuid, name text, party uuid, organisation text, is_private boolean,
  is_owner boolean, is_mine boolean, first_at timestamptz, last_at timestamptz, times bigint,
  what text[], shown text[])
language sql stable security definer set search_path = app, pg_temp as $$
  with noted as materialized (
    -- readings are many, and most of them alike: each kind is looked into once
    select e.account_id, e.organisation_id, e.details, min(e.at) as first_at, max(e.at) as last_at,
      count(*) as times
    from audit_entry e
    where e.stream = wanted and wanted = any ((select my_owned_plans())::uuid[])
      and is_reading(e.action)
    group by e.account_id, e.organisation_id, e.details)
  select a.id, a.name, coalesce(p.id, o.id), o.name, o.kind = 'individuals',
    bool_or(o.kind = 'individuals' and d.said -> 'ground' ? 'own'), a.id = (select my_account()),
    min(n.first_at), max(n.last_at), sum(n.times)::bigint, array_agg(distinct d.said ->> 'what'),
    array(select distinct s.key from unnest(array_agg(d.said -> 'shown')) r (shown)
      cross join jsonb_array_elements_text(r.shown) s (key)
      where wanted = any ((select my_whole_plans())::uuid[])
        or wanted || ':' || s.key = any ((select my_disclosures())::text[]))
  from noted n cross join lateral (select reading_of(n.details) offset 0) d (said)
  join account a on a.id = n.account_id join organisation o on o.id = n.organisation_id
  left join plan_person p on p.plan_id = wanted and p.account_id = a.id
    and o.kind = 'individuals' and p.ended_at is null
  where d.said is not null
  group by a.id, p.id, o.id order by max(n.last_at) desc, a.id
$$;

grant execute on function app.who_has_read(uuid) to portal_app;
