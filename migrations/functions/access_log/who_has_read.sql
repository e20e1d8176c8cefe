-- Who has read a plan that is mine, each once for each organisation they read it for, the last
-- first: how often, since when, what, and whose words of which kinds of information they were
-- shown. `party` is the organisation, or the private person in the plan. `is_mine` is the asker.
create or replace function app.who_has_read(wanted uuid)
returns table (account_id uuid, name text, party uuid, organisation text, is_private boolean,
  is_owner boolean, is_mine boolean, first_at timestamptz, last_at timestamptz, times bigint,
  what text[], shown text[])
language sql stable security definer set search_path = app, pg_temp as $$
  select a.id, a.name, coalesce(p.id, o.id), o.name, o.kind = 'individuals',
    bool_or(o.kind = 'individuals' and d.details -> 'ground' ? 'own'), a.id = (select my_account()),
    min(e.at), max(e.at), count(distinct e.seq), array_agg(distinct d.details ->> 'what'),
    coalesce(array_agg(distinct s.key) filter (where s.key is not null), '{}')
  from audit_entry e cross join lateral (select reading_of(e.details) offset 0) d (details)
  left join lateral jsonb_array_elements_text(d.details -> 'shown') s (key) on true
  join account a on a.id = e.account_id join organisation o on o.id = e.organisation_id
  left join plan_person p on p.plan_id = wanted and p.account_id = a.id
    and o.kind = 'individuals' and p.ended_at is null
  where e.stream = wanted and wanted = any ((select my_owned_plans())::uuid[])
    and is_reading(e.action) and d.details is not null
  group by a.id, p.id, o.id order by max(e.at) desc, a.id
$$;

grant execute on function app.who_has_read(uuid) to portal_app;
