-- What is said of each fact of a subject: in the text of an agreement on a day, and of those that it
-- lacks, or where there is none, what the newest edition of the subject's template suggests. `starting`
-- is how their keys begin; `keys` and `kinds` are those of some of them, either of which is enough, and
-- both null for all. `since` is from when the parties have said what they say: that of the text that
-- first did, which may be the agreement or an addendum to it.
create or replace function app.fact_lines(about uuid, whose uuid, text_id uuid, starting text,
  keys text[] default null, kinds text[] default null)
returns table (agreement_id uuid, title text, since date, section_id uuid, section_key text,
  section_number integer, section_heading text, key text, label text, kind text, declared jsonb,
  said jsonb, "position" integer)
language sql stable security definer set search_path = app, pg_temp
set plan_cache_mode = force_generic_plan as $$
  with there as (
    select t.id as agreement_id, a.title, a.id as base, a.valid_from as first, t.valid_from,
      s.id as section_id, s.key as section_key, s.number, s.heading, x.key, x.label, x.kind,
      x.declared, x.said, x.position
    from agreement a join agreement t on t.id = text_id
    join agreement_fact x on x.agreement_id = t.id and starts_with(x.key, starting)
      and (keys is null and kinds is null or x.key = any (keys) or x.kind = any (kinds))
    join section s on s.id = x.section_id
    where a.id = whose),
  newest as (
    select v.name, v.facts from template_version v
    where v.subject_id = about order by v.published_at desc, v.id desc limit 1)
  select t.agreement_id, t.title,
    case when t.agreement_id = t.base then t.first else (
      select min(y.valid_from) from agreement y
      where (y.id = t.base or y.amends_id = t.base and y.amends_text and y.status = 'in_force')
        and y.valid_from <= t.valid_from
        and y.valid_from > coalesce((select max(z.valid_from) from agreement z
          left join agreement_fact w on w.agreement_id = z.id and w.key = t.key
          where (z.id = t.base or z.amends_id = t.base and z.amends_text and z.status = 'in_force')
            and z.valid_from <= t.valid_from and w.said is distinct from t.said), '-infinity')) end,
    t.section_id, t.section_key, t.number, t.heading, t.key, t.label, t.kind, t.declared, t.said,
    t.position
  from there t
  union all
  select null, n.name, null, null, f.one ->> 'section', (f.one ->> 'number')::integer,
    f.one ->> 'heading', f.one ->> 'key', f.one ->> 'label', f.one ->> 'kind',
    f.one -> 'declared', null, 100000 + f.position::integer
  from newest n cross join jsonb_array_elements(n.facts) with ordinality f(one, position)
  where starts_with(f.one ->> 'key', starting)
    and (keys is null and kinds is null or f.one ->> 'key' = any (keys) or f.one ->> 'kind' = any (kinds))
    and not exists (select from there t where t.key = f.one ->> 'key')
  order by 13
$$;
