-- One agreement that I read, with what it is about and every party of it, in their order: a row for
-- each. Who reads is decided once and not in each table, by what the tables' policies ask
-- (app.readable_agreements); a test compares the two.
create or replace function app.agreement_with_parties(wanted uuid)
returns table (agreement app.agreement, subject app.subject, party app.agreement_party,
  organisation app.organisation)
language plpgsql stable rows 4 security definer set search_path = app, pg_temp as $$
begin
  if not pg_has_role(session_user, 'portal_owner', 'member')
    and wanted <> all (readable_agreements(wanted)) then return; end if;
  return query
  select a, s, p, o
  from app.agreement a
  join app.subject s on s.id = a.subject_id
  join app.agreement_party p on p.agreement_id = a.id
  join app.organisation o on o.id = p.organisation_id
  where a.id = wanted
  order by p.position, p.id;
end $$;

grant execute on function app.agreement_with_parties(uuid) to portal_app;
