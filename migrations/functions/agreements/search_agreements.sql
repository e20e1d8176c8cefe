-- Where words stand in what holds today in my county: sections, measures, facts and annexes (a file by
-- its name), the best first, on one subject or in one municipality if asked. `excerpt` has the words found between STX and ETX; `who`
-- says of a measure who has which part, by column; `is_left` of a fact that it is the
-- template's suggestion, as nobody has said otherwise; `total` how many places there are in all;
-- `agreement_id` where the text stands today, with the agreement or its addendum (`on_paper`: signed
-- so), and `municipality_ids` where it holds.
-- What holds in a county is little, so each of its texts is looked into, as `offset` says: of a word nothing
-- is known when this is planned, and an index of words knows every agreement that there has been.
-- Every word may go on: "avgift" finds "avgifter". Words in quotes stand together, "-" leaves out.
create or replace function app.search_agreements(words text, about uuid, place uuid, today date,
  most integer, skip integer)
returns table (agreement_id uuid, subject_id uuid, title text, kind text,
  part_id uuid, part_key text, number integer, name text, excerpt text, who jsonb, total integer,
  municipality_ids uuid[], covers_county boolean, is_left boolean, on_paper boolean)
language plpgsql stable security definer rows 20 set search_path = app, pg_temp
set plan_cache_mode = force_generic_plan as $$
declare
  asked tsquery := regexp_replace(websearch_to_tsquery('swedish', words)::text,
    '''(?=$|[ )])', ''':*', 'g')::tsquery;
begin
  if numnode(asked) = 0 then return; end if;
  return query
  with holding as materialized (select distinct f.text_id,
    f.subject_id, f.title, f.municipality_ids, f.covers_county from in_force(about, place, today) f),
  found as materialized (
    select h.text_id as agreement_id, 'section' as kind, x.id, x.key, x.number, x.name, x.text,
      ts_rank(x.search, asked) as rank
    from holding h cross join lateral (
      select s.id, s.key, s.number, s.heading as name, v.text, v.search from section s
      join section_version v on v.section_id = s.id and v.version = s.version
      where s.agreement_id = h.text_id offset 0) x
    where x.search @@ asked
    union all
    select h.text_id, 'measure', x.id, x.key, x.position, x.title, '', ts_rank(x.search, asked)
    from holding h cross join lateral (
      select r.id, r.key, r.position, r.title, r.search from matrix_row r
      where r.agreement_id = h.text_id and r.removed_at is null offset 0) x
    where x.search @@ asked
    union all
    select h.text_id, 'fact', x.id, x.key, x.position, x.label,
      substr(x.in_words, length(x.label) + 2), ts_rank(x.search, asked)
    from holding h cross join lateral (
      select f.id, f.key, f.position, f.label, f.in_words, f.search from agreement_fact f
      where f.agreement_id = h.text_id offset 0) x
    where x.search @@ asked
    union all
    select h.text_id, 'annex', x.id, x.key,
      (select count(*)::integer from annex y where y.agreement_id = h.text_id
        and y.removed_at is null and (y.position, y.id) <= (x.position, x.id)),
      x.title, coalesce(x.text, x.title), ts_rank(x.search, asked)
    from holding h cross join lateral (
      select n.id, n.key, n.position, v.title, v.text, v.search from annex n
      join annex_version v on v.annex_id = n.id and v.version = n.version
      where n.agreement_id = h.text_id and n.removed_at is null offset 0) x
    where x.search @@ asked),
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
