-- What the agreements that hold today follow up: the facts that are indicators, as their text reads
-- now, who is bound by them, and which values there are. Of one party's, or of all. What is lacking of
-- whom agreements/indicators.py works out. Which agreements is an array, so that one plan does for a
-- party's and for all.
create or replace function app.indicators_asked(today date, whose uuid)
returns table (agreement_id uuid, creator_id uuid, valid_from date, municipality_ids uuid[],
  parties jsonb, facts jsonb, entered jsonb)
language sql stable security definer set search_path = app, pg_temp as $$
  select a.id, a.creator_id, a.valid_from, a.municipality_ids,
    (select jsonb_agg(jsonb_build_object('id', o.id, 'kind', o.kind, 'name', o.name,
        'short', o.short_name) order by p.position)
      from agreement_party p join organisation o on o.id = p.organisation_id
      where p.agreement_id = a.id and p.left_at is null and (p.decides or p.signs)),
    (select jsonb_agg(jsonb_build_object('key', x.key, 'label', x.label, 'declared', x.declared,
        'said', x.said) order by s.number, x.position)
      from agreement_fact x join section s on s.id = x.section_id
      where x.agreement_id = coalesce(t.id, a.id) and x.kind = 'indicator'),
    coalesce((select jsonb_agg(distinct
        jsonb_build_array(v.municipality_id, v.indicator, v.year))
      from indicator_value v where v.subject_id = a.subject_id
        and v.municipality_id = any (a.municipality_ids)), '[]')
  from unnest(case when whose is null then array(select x.id from agreement x)
    else array(select p.agreement_id from agreement_party p where p.organisation_id = whose
      and p.joined_at is not null and p.left_at is null) end) those(id)
  join agreement a on a.id = those.id
  left join lateral (select x.id from agreement x
    where x.amends_id = a.id and x.amends_text and x.status = 'in_force' and x.valid_from <= today
    order by x.valid_from desc, x.status_at desc, x.id limit 1) t on true
  where a.status in ('in_force', 'superseded') and a.amends_id is null
    and a.valid_from <= today and coalesce(a.last_day, 'infinity') >= today
$$;
