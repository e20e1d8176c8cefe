-- What is known of each agreement that has not been given up: states, dates, who has done and said what
-- and, once the text is locked, the reasons why it was although something was open; never a text.
-- `last_day`: see app.in_force. `party_ids` are those who write, read, decide or sign in its state, and
-- `bound_ids` those of them who decide or sign. `is_written`: the texts have no gaps and somebody answers for each
-- measure. Written out where it is called, as app.agreements_of_party() is.
create or replace function app.known_agreements()
returns table (agreement_id uuid, county_id uuid, subject_id uuid,
  amends_id uuid, status text, status_at timestamptz, valid_from date, valid_until date,
  review_on date, creator_id uuid, party_ids uuid[], done uuid[], said jsonb, suggestions jsonb,
  is_written boolean, sections integer, written integer, remarks jsonb, last_day date, due_on date,
  revision integer, open_ended boolean, bound_ids uuid[], on_paper boolean)
language sql stable as $$
  select a.id, a.county_id, a.subject_id, a.amends_id, a.status, a.status_at, a.valid_from, a.valid_until,
    coalesce(a.next_review_on, a.review_on), a.creator_id, p.party_ids,
    -- each is asked only of those in whose state it is shown: most have been signed long since
    case a.status
      when 'decision' then (
        select array_agg(distinct x.organisation_id) from app.decision x join app.document_version v
        on v.id = x.document_version_id and v.voided_at is null
        where x.agreement_id = a.id and app.has_decided(v.id, x.organisation_id))
      when 'signing' then (
        select array_agg(distinct x.organisation_id) from app.signature x join app.document_version v
        on v.id = x.document_version_id and v.voided_at is null
        where x.agreement_id = a.id and x.completes) end,
    case when a.status = 'shared' then (
      select jsonb_agg(jsonb_build_object('party', organisation_id, 'kind', kind, 'at', read_at,
        'revision', revision) order by read_at, id)
      from app.party_reading where agreement_id = a.id) end,
    case when a.status = 'shared' then (
      select jsonb_agg(jsonb_build_object('id', x.id, 'status', x.status, 'party', x.organisation_id,
        'since', x.published_at, 'until', x.answer_by, 'answered', (select coalesce(jsonb_agg(y.organisation_id), '[]')
          from app.suggestion_answer y where y.suggestion_id = x.id))
        order by x.published_at, x.id)
      from app.suggestion x where x.agreement_id = a.id and x.status in ('published', 'conflict')) end,
    w.is_sound and not m.is_lacking, w.sections, w.written,
    case when a.status in ('decision', 'signing', 'in_force', 'superseded') then (
      select jsonb_agg(jsonb_build_object('kind', x.kind, 'place', x.place, 'name', x.name,
        'count', x.count, 'reason', x.reason) order by x.position)
      from app.remark x where x.agreement_id = a.id and (
        select v.voided_at is null from app.document_version v where v.id = x.document_version_id)) end,
    a.last_day, a.due_on, a.revision, a.open_ended, p.bound_ids, a.on_paper
  from app.agreement a
  left join lateral (
    select array_agg(organisation_id order by position) as party_ids,
      array_agg(organisation_id order by position) filter (where decides or signs) as bound_ids
    from app.agreement_party
    where agreement_id = a.id and a.status in ('draft', 'shared', 'decision', 'signing')
      and left_at is null
      and case a.status when 'draft' then drafts when 'shared' then true when 'decision' then decides
        when 'signing' then signs end) p on true
  left join lateral (
    select count(*)::int as sections, count(*) filter (where is_written)::int as written,
      bool_and(is_written and not has_gaps) as is_sound
    from app.section where agreement_id = a.id and a.status in ('draft', 'shared')) w on true
  left join lateral (
    -- asked of those alone, and of one at a time: a condition after it would be worked out for all,
    -- and an EXISTS of every measure there is
    select case when a.status = 'shared' then (select true from app.matrix_row x
      where x.agreement_id = a.id and x.removed_at is null and x.id <> all (array(
        select c.row_id from app.matrix_cell c where c.agreement_id = a.id and c.value = 'responsible'))
      limit 1) is not null end as is_lacking) m on true
  where a.status <> 'withdrawn'
$$;
