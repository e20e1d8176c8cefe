-- What is agreed as data in some municipalities on a day, for a subject, or for every subject that a
-- template of their county is published on: see app.fact_lines.
create or replace function app.facts_at(about uuid, places uuid[], day date, starting text)
returns table (municipality_id uuid, subject_id uuid, subject text, subject_en text,
  agreement_id uuid, title text, since date, section_id uuid, section_key text,
  section_number integer, section_heading text, key text, label text, kind text, declared jsonb,
  said jsonb)
language sql stable security definer set search_path = app, pg_temp
set plan_cache_mode = force_generic_plan as $$
  with current as (
    -- on each subject the municipality's own; else that of the one it was merged into
    select distinct on (p.id, f.subject_id) p.id as place, f.subject_id, f.agreement_id, f.text_id
    from unnest(places) p(id)
    cross join lateral unnest(heirs(p.id)) heir
    cross join lateral in_force(about, heir, day) f
    order by p.id, f.subject_id, heir = p.id desc, f.valid_from desc, f.agreement_id)
  select p.id, b.id, b.name, b.name_en, l.agreement_id, l.title, l.since, l.section_id,
    l.section_key, l.section_number, l.section_heading, l.key, l.label, l.kind, l.declared, l.said
  from unnest(places) p(id)
  join organisation o on o.id = p.id
  join subject b on b.county_id = o.county_id and (about is null or b.id = about)
  left join current c on c.place = p.id and c.subject_id = b.id
  cross join lateral fact_lines(b.id, c.agreement_id, c.text_id, starting) l
  order by p.id, b.position, b.key, l.position
$$;
