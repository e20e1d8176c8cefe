-- The parts that are named of one agreement that I read, each as JSON in its order: what a page needs
-- in one statement. Who reads is decided once and not in each table, by what the tables' policies ask
-- (app.readable_agreements, app.is_told); a test compares the two. `about` is the section whose
-- suggestions wait, null for those of the matrix.
create or replace function app.agreement_parts(wanted uuid, parts text[], about uuid default null)
returns table (part text, content json)
language plpgsql stable rows 8 security definer set search_path = app, pg_temp as $$
declare mine uuid := my_organisation();
begin
  if not pg_has_role(session_user, 'portal_owner', 'member')
    and wanted <> all (readable_agreements(wanted)) then return; end if;

  if 'contents' = any (parts) then return query
    select 'contents', json_agg(json_build_object('id', s.id, 'key', s.key, 'number', s.number,
      'heading', s.heading) order by s.number, s.id)
    from section s where s.agreement_id = wanted;
  end if;

  if 'sections' = any (parts) then return query
    select 'sections', json_agg(json_build_object('id', s.id, 'key', s.key, 'number', s.number,
      'heading', s.heading, 'prompts', s.prompts, 'is_empty', s.is_empty,
      'is_written', s.is_written, 'gaps', s.gaps, 'is_kept', s.checked_version = s.version)
      order by s.number, s.id)
    from section s where s.agreement_id = wanted;
  end if;

  if 'measures' = any (parts) then return query
    with answering as (
      select c.row_id, array_agg(k.key order by k.position, k.id) as keys
      from matrix_cell c join matrix_column k
        on k.id = c.column_id and k.agreement_id = wanted and k.removed_in is null
      where c.agreement_id = wanted and c.value = 'responsible' group by c.row_id)
    select 'measures', json_agg(json_build_object('id', r.id, 'key', r.key, 'title', r.title,
      'hint', r.hint, 'responsible', coalesce(a.keys, '{}')) order by r.position, r.id)
    from matrix_row r left join answering a on a.row_id = r.id
    where r.agreement_id = wanted and r.removed_at is null;
  end if;

  if 'counts' = any (parts) then return query
    select 'counts', json_build_object('rows', count(*), 'lacking', count(*) filter (where not exists (
      select from matrix_cell c where c.row_id = r.id and c.value = 'responsible')))
    from matrix_row r where r.agreement_id = wanted and r.removed_at is null;
  end if;

  if 'columns' = any (parts) then return query
    select 'columns', json_agg(json_build_object('id', k.id, 'key', k.key, 'label', k.label,
      'organisation_id', k.organisation_id) order by k.position, k.id)
    from matrix_column k where k.agreement_id = wanted and k.removed_in is null;
  end if;

  if 'rows' = any (parts) then return query
    with cells as (
      select c.row_id, json_object_agg(k.key, json_build_array(c.value, c.changed_by)) as said
      from matrix_cell c join matrix_column k
        on k.id = c.column_id and k.agreement_id = wanted and k.removed_in is null
      where c.agreement_id = wanted group by c.row_id)
    -- each as text: most say what they said an hour ago, and what says the same is read once
    select 'rows', json_agg(json_build_object('id', r.id, 'key', r.key, 'phase', r.phase,
      'title', r.title, 'hint', r.hint, 'in_template', r.in_template, 'removed_at', r.removed_at,
      'removed_reason', coalesce(r.removed_reason, ''), 'cells', coalesce(c.said, '{}'))::text
      order by r.position, r.id)
    from matrix_row r left join cells c on c.row_id = r.id where r.agreement_id = wanted;
  end if;

  if 'suggestions' = any (parts) then return query
    select 'suggestions', json_agg(json_build_object('id', s.id, 'section_id', s.section_id,
      'status', s.status, 'organisation_id', s.organisation_id,
      'since', coalesce(s.published_at, s.created_at), 'until', s.answer_by,
      'answered', array(select a.organisation_id from suggestion_answer a
        where a.suggestion_id = s.id)) order by s.created_at, s.id)
    from suggestion s where s.agreement_id = wanted
      and s.status in ('internal', 'published', 'conflict')
      and is_told(s.published_at, s.organisation_id, mine);
  end if;

  if 'waiting' = any (parts) then return query
    select 'waiting', json_agg(json_build_object('id', s.id, 'status', s.status,
      'organisation_id', s.organisation_id, 'author_name', s.author_name, 'reason', s.reason,
      'created_at', s.created_at, 'operations', coalesce(s.operations, '[]'),
      'outline', s.outline)
      order by s.created_at, s.id)
    from suggestion s where s.agreement_id = wanted
      and (s.section_id is not distinct from about or s.outline ->> 'section' = about::text)
      and (about is not null or s.operations is not null or s.outline ->> 'kind' like any (array['row\_%', 'column\_%']))
      and s.status in ('internal', 'published', 'conflict')
      and is_told(s.published_at, s.organisation_id, mine);
  end if;

  if 'facts' = any (parts) then return query
    select 'facts', json_agg(json_build_object('id', f.id, 'section', s.key, 'key', f.key,
      'label', f.label, 'kind', f.kind, 'declared', f.declared, 'said', f.said,
      'in_template', f.in_template, 'version', f.version, 'changed_by', f.changed_by)
      order by s.number, f.position, f.id)
    from agreement_fact f join section s on s.id = f.section_id
    where f.agreement_id = wanted and (about is null or f.section_id = about);
  end if;

  -- of facts only what readiness asks: of times and shares all, of others what holds; each as text,
  -- as the rows are
  if 'checked_facts' = any (parts) then return query
    select 'checked_facts', json_agg(json_build_array(s.key, f.key, f.label, f.kind,
      case when f.kind in ('duration', 'amount') then f.declared
        when f.said is null then jsonb_build_object('default', f.declared -> 'default') end,
      f.said)::text order by s.number, f.position, f.id)
    from agreement_fact f join section s on s.id = f.section_id
    where f.agreement_id = wanted;
  end if;

  if 'annexes' = any (parts) then return query
    select 'annexes', json_agg(json_build_object('id', x.id, 'title', v.title, 'suffix', v.suffix,
      'size', v.size) order by x.position, x.id)
    from annex x join annex_version v on v.annex_id = x.id and v.version = x.version
    where x.agreement_id = wanted and x.removed_at is null;
  end if;

  if 'readings' = any (parts) then return query
    select 'readings', json_agg(r order by r.read_at, r.id)
    from party_reading r where r.agreement_id = wanted;
  end if;

  if 'adopted' = any (parts) then return query
    select 'adopted', json_agg(json_build_object('id', s.id, 'number', n.number,
      'of_matrix', s.operations is not null, 'outline', coalesce(s.outline ->> 'kind', ''),
      'closed_at', s.closed_at) order by s.closed_at, s.id)
    from suggestion s left join section n on n.id = s.section_id
    where s.agreement_id = wanted and s.status = 'adopted';
  end if;

  if 'version' = any (parts) then return query
    select 'version', json_agg(v)
    from (select x.id, x.county_id, x.agreement_id, x.number, x.made_at, x.signing_sha256,
        x.voided_at, x.voided_by, x.voided_reason
      from document_version x where x.agreement_id = wanted and x.voided_at is null) v;
    return query
    select 'decisions', json_agg(d order by d.recorded_at, d.id)
    from decision d join document_version v on v.id = d.document_version_id
    where d.agreement_id = wanted and v.voided_at is null;
    return query
    select 'signatures', json_agg(s order by s.signed_at, s.id)
    from signature s join document_version v on v.id = s.document_version_id
    where s.agreement_id = wanted and v.voided_at is null;
    return query
    select 'remarks', json_agg(r order by r.position, r.id)
    from remark r join document_version v on v.id = r.document_version_id
    where r.agreement_id = wanted and v.voided_at is null;
  end if;

  -- what few agreements have, and is asked for by itself
  if 'beside' = any (parts) then return query
    select 'beside', json_build_object(
      'amending', exists (select from agreement x where x.amends_id = wanted and x.status <> 'withdrawn'),
      'corrections', exists (select from correction x
        where x.agreement_id = wanted or x.agreement_id = a.amends_id),
      'extracts', exists (select from decision_extract x where x.agreement_id = wanted))
    from agreement a where a.id = wanted;
  end if;

  -- whoever took it back before that was kept is nobody
  if 'earlier' = any (parts) then return query
    select 'earlier', json_agg(json_build_object('id', v.id, 'number', v.number,
      'made_at', v.made_at, 'voided_at', v.voided_at, 'voided_by', coalesce(v.voided_by, ''),
      'voided_reason', coalesce(v.voided_reason, ''),
      'decisions', (select count(*) from decision d where d.document_version_id = v.id),
      'signatures', (select count(*) from signature s where s.document_version_id = v.id))
      order by v.number desc)
    from document_version v where v.agreement_id = wanted and v.voided_at is not null;
  end if;
end $$;

grant execute on function app.agreement_parts(uuid, text[], uuid) to portal_app;
