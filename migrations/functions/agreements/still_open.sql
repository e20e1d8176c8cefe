-- What is open in a text that may be locked all the same, with a reason: by the kind and the place of what
-- agreements/readiness.py finds. What hangs on today's date it finds alone.
create or replace function app.still_open(wanted uuid) returns table (kind text, place text)
language sql stable security definer set search_path = app, pg_temp as $$
  select 'facts_left', s.key from section s where s.agreement_id = wanted
    and exists (select from agreement_fact f where f.section_id = s.id and f.said is null)
  union all
  select 'facts_unexplained', s.key from section s where s.agreement_id = wanted
    and exists (select from agreement_fact f where f.section_id = s.id
      and f.said ->> 'not_relevant' <> '' and not is_reason(f.said ->> 'not_relevant'))
  union all
  select case p.state when 'open' then 'open_questions' else 'unexplained' end, s.key
  from section s cross join lateral jsonb_to_recordset(s.prompts) as p (state text, note text)
  where s.agreement_id = wanted
    and (p.state = 'open' or p.state = 'not_relevant' and not is_reason(p.note))
  union all
  select 'several_responsible', r.key from matrix_row r
  where r.agreement_id = wanted and r.removed_at is null
    and (select count(*) from matrix_cell c join matrix_column k on k.id = c.column_id
      where c.row_id = r.id and c.value = 'responsible' and k.removed_in is null) > 1
  union all
  select 'no_measures', '' where exists (select from section s where s.agreement_id = wanted)
    and not exists (select from matrix_row r where r.agreement_id = wanted and r.removed_at is null)
  union all
  select 'no_review', '' from agreement a where a.id = wanted and a.review_on is null
$$;
