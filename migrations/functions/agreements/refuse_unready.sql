-- What goes to decision is written, without gaps, also in what is agreed as data and in the names of
-- measures, has its days, somebody answers for each measure, and every party that decides or signs has
-- said that it is ready with the text as it is: no party locks it alone. app.refuse_unexplained() asks for
-- the reasons that what is open passes with.
-- agreements/readiness.py finds this and more, and says it in words.
create or replace function app.refuse_unready() returns trigger
language plpgsql security definer set search_path = app, pg_temp as $$
begin
  if new.valid_from is null or new.valid_until <= new.valid_from
    or num_nonnulls(new.valid_until, case when new.open_ended then new.review_on end) <> 1
    or exists (select from section s
      join section_version v on v.section_id = s.id and v.version = s.version
      join section_version first on first.section_id = s.id and first.version = 1
      where s.agreement_id = new.id
      and (v.text !~ '[[:alnum:]]' or v.text = first.text
        -- the brackets of a link are no gap
        or regexp_replace(v.text, '\[([^][]*)\]\([^)]*\)', '\1', 'g')
          ~ '\[[^][]*[[:alpha:]][^][]*\]'
        -- what readiness has found in just this text
        or (s.checked_version = s.version and (s.gaps > 0 or not s.is_written))))
    or exists (select from agreement_fact f
      cross join jsonb_path_query(coalesce(f.said, f.declared -> 'default'),
        'strict $.** ? (@.type() == "string")') one
      where f.agreement_id = new.id and has_gaps(one #>> '{}'))
    or exists (select from matrix_row r
      where r.agreement_id = new.id and r.removed_at is null
      and (has_gaps(r.title) or has_gaps(r.hint) or not exists (
        select from matrix_cell c where c.row_id = r.id and c.value = 'responsible')))
    or exists (select from suggestion
      where agreement_id = new.id and status in ('published', 'conflict'))
    or exists (select from agreement_party p
      where p.agreement_id = new.id and p.left_at is null and (p.decides or p.signs)
      and not has_said_ready(new.id, p.organisation_id))
  then
    raise exception 'agreement % is not ready for decisions', new.id
      using errcode = 'insufficient_privilege';
  end if;
  return new;
end $$;
