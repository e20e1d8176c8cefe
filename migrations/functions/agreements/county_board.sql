-- How each municipality of my county stands in one subject, or in all: states, dates, who has done and
-- said what and, once the text is locked, the reasons why it was although something was open; never a
-- text. An agreement is there once for each municipality of its area. What another has taken over from
-- is left out when it had ended before `since`. `last_day`: see app.in_force. `party_ids` are those who
-- write, read, decide or sign in its state, and `bound_ids` those of them who decide or sign.
-- `is_written`: the texts have no gaps and somebody answers for each measure.
create or replace function app.county_board(since date, about uuid default null)
returns table (municipality_id uuid, agreement_id uuid, status text, status_at timestamptz,
  valid_from date, valid_until date, review_on date, creator_id uuid, party_ids uuid[],
  done uuid[], said jsonb, suggestions jsonb, is_written boolean, sections integer,
  written integer, remarks jsonb, last_day date, due_on date, revision integer,
  bound_ids uuid[], open_ended boolean)
language sql stable security definer set search_path = app, pg_temp as $$
  select g.municipality_id,
    case when a.id = any ((select readable_agreements())::uuid[]) then a.id end,
    a.status, a.status_at, a.valid_from, a.valid_until,
    coalesce(a.next_review_on, a.review_on), a.creator_id, p.party_ids,
    case a.status when 'decision' then d.decided when 'signing' then s.signed end,
    r.said, o.suggestions, w.is_sound and not m.is_lacking, w.sections, w.written, k.remarks,
    a.last_day, a.due_on, a.revision, p.bound_ids, a.open_ended
  from agreement a
  join agreement_area g on g.agreement_id = a.id
  left join lateral (
    select array_agg(organisation_id order by position) as party_ids,
      array_agg(organisation_id order by position) filter (where decides or signs) as bound_ids
    from agreement_party
    where agreement_id = a.id and left_at is null
      and case a.status when 'draft' then drafts when 'shared' then true when 'decision' then decides
        when 'signing' then signs end) p on true
  left join lateral (
    select array_agg(distinct x.organisation_id) as decided from decision x join document_version v
    on v.id = x.document_version_id and v.voided_at is null
    where x.agreement_id = a.id and a.status = 'decision'
      and has_decided(v.id, x.organisation_id)) d on true
  left join lateral (
    select array_agg(distinct x.organisation_id) as signed from signature x join document_version v
    on v.id = x.document_version_id and v.voided_at is null
    where x.agreement_id = a.id and a.status = 'signing' and x.completes) s on true
  left join lateral (
    select count(*)::int as sections, count(*) filter (where is_written)::int as written,
      bool_and(is_written and not has_gaps) as is_sound
    from section where agreement_id = a.id and a.status in ('draft', 'shared')) w on true
  left join lateral (
    -- asked of those alone: a condition after it would be worked out for all
    select case when a.status = 'shared' then exists (select from matrix_row x
      where x.agreement_id = a.id and x.removed_at is null and not exists (
        select from matrix_cell c where c.row_id = x.id and c.value = 'responsible')) end
      as is_lacking) m on true
  left join lateral (
    select jsonb_agg(jsonb_build_object('party', organisation_id, 'kind', kind, 'at', read_at,
      'revision', revision) order by read_at, id) as said
    from party_reading where agreement_id = a.id and a.status = 'shared') r on true
  left join lateral (
    select jsonb_agg(jsonb_build_object('id', x.id, 'status', x.status, 'party', x.organisation_id,
      'since', x.published_at, 'answered', (select coalesce(jsonb_agg(y.organisation_id), '[]')
        from suggestion_answer y where y.suggestion_id = x.id))
      order by x.published_at, x.id) as suggestions
    from suggestion x where x.agreement_id = a.id and a.status = 'shared'
    and x.status in ('published', 'conflict')) o on true
  left join lateral (
    select jsonb_agg(jsonb_build_object('kind', x.kind, 'place', x.place, 'name', x.name,
      'count', x.count, 'reason', x.reason) order by x.position) as remarks
    from remark x join document_version v on v.id = x.document_version_id and v.voided_at is null
    where x.agreement_id = a.id and a.status in ('decision', 'signing', 'in_force',
      'superseded')) k on true
  where a.county_id = (select my_county()) and a.status <> 'withdrawn'
    and a.amends_id is null
    and (about is null or a.subject_id = about)
    and (a.status <> 'superseded' or a.last_day >= since)
$$;

grant execute on function app.county_board(date, uuid) to portal_app;
