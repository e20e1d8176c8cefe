-- One agreement that I read, with what it is about and every party of it, in their order: a row for
-- each, of which the first has the agreement and what it is about. Who reads is decided once and not in each table, by what the tables' policies ask
-- (app.readable_agreements); a test compares the two.
create or replace function app.agreement_with_parties(wanted uuid)
returns table (agreement app.agreement, subject app.subject, party app.agreement_party,
  organisation app.organisation)
language plpgsql stable rows 4 security definer set search_path = app, pg_temp as $$
begin
  if not pg_has_role(session_user, 'portal_owner', 'member')
    and wanted <> all (readable_agreements(wanted)) then return; end if;
  return query
  select case when p.number = 1 then a end, case when p.number = 1 then s end, p.party, o
  from app.agreement a
  join app.subject s on s.id = a.subject_id
  cross join lateral (
    select x as party, x.organisation_id, row_number() over (order by x.position, x.id) as number
    from app.agreement_party x where x.agreement_id = a.id) p
  join app.organisation o on o.id = p.organisation_id
  where a.id = wanted
  order by p.number;
end $$;

grant execute on function app.agreement_with_parties(uuid) to portal_app;
