-- The facts of one agreement of my county that has been signed, as its text reads on a day, or those of
-- some keys or kinds: see app.fact_lines. Whoever maintains the database reads those of every county.
create or replace function app.facts_of(wanted uuid, day date, keys text[] default null,
  kinds text[] default null)
returns table (subject_id uuid, subject text, subject_en text,
  agreement_id uuid, title text, since date, section_id uuid, section_key text,
  section_number integer, section_heading text, key text, label text, kind text, declared jsonb,
  said jsonb)
language sql stable security definer set search_path = app, pg_temp as $$
  select b.id, b.name, b.name_en, l.agreement_id, l.title, l.since, l.section_id,
    l.section_key, l.section_number, l.section_heading, l.key, l.label, l.kind, l.declared, l.said
  from agreement a
  join subject b on b.id = a.subject_id
  left join lateral (select x.id from agreement x
    where x.amends_id = a.id and x.amends_text and x.status = 'in_force' and x.valid_from <= day
    order by x.valid_from desc, x.status_at desc, x.id limit 1) t on true
  cross join lateral fact_lines(b.id, a.id, coalesce(t.id, a.id), '', keys, kinds) l
  where a.id = wanted and a.status in ('in_force', 'superseded')
    and (pg_has_role(session_user, 'portal_owner', 'member')
      or a.county_id = (select my_county()))
  order by l.position
$$;

grant execute on function app.facts_of(uuid, date, text[], text[]) to portal_app;
