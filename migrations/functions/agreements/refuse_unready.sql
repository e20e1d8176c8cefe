-- What goes to decision is written, without gaps, has its days, somebody answers for each measure, and
-- every party that decides or signs has said that it is ready with the text as it is: no party locks it alone.
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
          ~ '\[[^][]*[[:alpha:]][^][]*\]'))
    or exists (select from matrix_row r
      where r.agreement_id = new.id and r.removed_at is null
      and not exists (select from matrix_cell c where c.row_id = r.id and c.value = 'responsible'))
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
