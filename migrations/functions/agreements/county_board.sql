-- How each municipality of my county stands: states, dates and, once the text is locked, the
-- reasons why it was although something was open; never a text. What another has taken over from is
-- left out when it had ended before `since`.
create or replace function app.county_board(since date)
returns table (municipality_id uuid, agreement_id uuid, status text, status_at timestamptz,
  valid_from date, valid_until date, review_on date, parties integer, decided integer,
  signed integer, sections integer, written integer, unread integer, open integer,
  remarks jsonb)
language sql stable security definer set search_path = app, pg_temp as $$
  select a.municipality_id,
    case when a.id = any ((select readable_agreements())::uuid[]) then a.id end,
    a.status, a.status_at, a.valid_from, a.valid_until, a.review_on,
    p.parties, coalesce(d.decided, 0), coalesce(s.signed, 0), w.sections, w.written,
    coalesce(r.unread, 0), coalesce(o.open, 0), m.remarks
  from agreement a
  cross join lateral (
    select count(*)::int as parties from agreement_party
    where agreement_id = a.id and a.status in ('decision', 'signing')) p
  left join lateral (
    select count(*)::int as decided from decision x join document_version v
    on v.id = x.document_version_id and v.voided_at is null
    where x.agreement_id = a.id and a.status in ('decision', 'signing')) d on true
  left join lateral (
    select count(*)::int as signed from signature x join document_version v
    on v.id = x.document_version_id and v.voided_at is null
    where x.agreement_id = a.id and a.status = 'signing') s on true
  left join lateral (
    select count(*)::int as sections, count(*) filter (where is_written)::int as written
    from section where agreement_id = a.id and a.status = 'draft') w on true
  left join lateral (
    select count(*)::int as unread from agreement_party p
    where p.agreement_id = a.id and a.status = 'shared' and p.organisation_id <> a.creator_id
    and not exists (select from party_reading x
      where x.agreement_id = a.id and x.organisation_id = p.organisation_id)) r on true
  left join lateral (
    select count(*)::int as open from suggestion
    where agreement_id = a.id and a.status = 'shared'
    and status in ('published', 'conflict')) o on true
  left join lateral (
    select jsonb_agg(jsonb_build_object('kind', x.kind, 'place', x.place, 'name', x.name,
      'count', x.count, 'reason', x.reason) order by x.position) as remarks
    from remark x join document_version v on v.id = x.document_version_id and v.voided_at is null
    where x.agreement_id = a.id and a.status in ('decision', 'signing', 'in_force')) m on true
  where a.county_id = (select my_county()) and a.status <> 'withdrawn'
    and (a.status <> 'superseded' or a.valid_until >= since)
$$;

grant execute on function app.county_board(date) to portal_app;
