-- Where words stand in what holds today in my county: sections, measures, facts and annexes (a file by
-- its name), the best first, on one subject or in one municipality if asked. `excerpt` has the words found between STX and ETX; `who`
-- says of a measure who has which part, by column; `is_left` of a fact that it is the
-- template's suggestion, as nobody has said otherwise; `total` how many places there are in all;
-- `agreement_id` where the text stands today, with the agreement or its addendum (`on_paper`: signed
-- so), and `municipality_ids` where it holds.
-- It is planned for each question: how often a word stands in 81,000 sections decides the way, and a
-- plan that was kept took five times as long.
-- Every word may go on: "avgift" finds "avgifter". Words in quotes stand together, "-" leaves out.
create or replace function app.search_agreements(words text, about uuid, place uuid, today date,
  most integer, skip integer)
returns table (agreement_id uuid, subject_id uuid, title text, kind text,
  part_id uuid, part_key text, number integer, name text, excerpt text, who jsonb, total integer,
  municipality_ids uuid[], covers_county boolean, is_left boolean, on_paper boolean)
language plpgsql stable security definer rows 20 set search_path = app, pg_temp
set plan_cache_mode = force_custom_plan as $$
declare
  county text := 'county' || replace(my_county()::text, '-', '');
  asked tsquery := regexp_replace(websearch_to_tsquery('swedish', words)::text,
    '''(?=$|[ )])', ''':*', 'g')::tsquery;
begin
  if numnode(asked) = 0 then return; end if;
  return query
  with holding as materialized (select distinct f.text_id,
    f.subject_id, f.title, f.municipality_ids, f.covers_county from in_force(about, place, today) f),
  found as materialized (
    select h.text_id as agreement_id, 'section' as kind, s.id, s.key, s.number, s.heading as name, v.text,
      ts_rank(v.search, asked) as rank
    from holding h
    join section s on s.agreement_id = h.text_id
    join section_version v on v.section_id = s.id and v.version = s.version
    where v.search @@ (asked && county::tsquery)
    union all
    select h.text_id, 'measure', r.id, r.key, r.position, r.title,
      concat_ws('. ', r.title, nullif(r.hint, '')), ts_rank(r.search, asked)
    from matrix_row r
    join holding h on h.text_id = r.agreement_id
    where r.search @@ (asked && county::tsquery) and r.removed_at is null
    union all
    select h.text_id, 'fact', x.id, x.key, x.position, x.label,
      substr(x.in_words, length(x.label) + 2), ts_rank(x.search, asked)
    from agreement_fact x
    join holding h on h.text_id = x.agreement_id
    where x.search @@ (asked && county::tsquery)
    union all
    select h.text_id, 'annex', x.id, x.key,
      (select count(*)::integer from annex y where y.agreement_id = x.agreement_id
        and y.removed_at is null and (y.position, y.id) <= (x.position, x.id)),
      v.title, coalesce(v.text, v.title), ts_rank(v.search, asked)
    from annex_version v
    join annex x on x.id = v.annex_id and x.version = v.version
    join holding h on h.text_id = v.agreement_id
    where v.search @@ (asked && county::tsquery) and x.removed_at is null),
  best as materialized (
    select f.*, count(*) over ()::integer as total from found f
    order by f.rank desc, f.agreement_id, f.kind, f.number, f.id limit most offset skip)
  select b.agreement_id, h.subject_id, h.title, b.kind, b.id, b.key, b.number,
    b.name,
    ts_headline('swedish', regexp_replace(b.text, '^ *>|^[ |:]*-[-|: ]*$|[*_#`|]', '', 'gn'), asked,
      'StartSel=' || chr(2) || ', StopSel=' || chr(3) || ', MaxWords=35, MinWords=20'),
    (select jsonb_object_agg(c.value, c.labels) from (
      select x.value, jsonb_agg(m.label order by m.position) as labels from matrix_cell x
      join matrix_column m on m.id = x.column_id
      where b.kind = 'measure' and x.row_id = b.id
        and x.value in ('responsible', 'shared', 'participates') group by x.value) c),
    b.total, h.municipality_ids, h.covers_county,
    b.kind = 'fact' and exists (select from agreement_fact x where x.id = b.id and x.said is null),
    (select x.on_paper from agreement x where x.id = b.agreement_id)
  from best b join holding h on h.text_id = b.agreement_id
  order by b.rank desc, b.agreement_id, b.kind, b.number, b.id;
end $$;

grant execute on function app.search_agreements(text, uuid, uuid, date, integer, integer)
  to portal_app;
