-- The sections of an agreement that I read, or one of them, in their order, each with its current text
-- and who wrote that. Who reads is decided once and not in each table, by what the tables' policies
-- ask (app.readable_agreements); a test compares the two.
create or replace function app.sections_with_text(wanted uuid, only_one uuid default null)
returns table (section app.section, text text, author_name text, organisation_id uuid,
  created_at timestamptz, suggestion_id uuid)
language plpgsql stable rows 9 security definer set search_path = app, pg_temp as $$
begin
  if not pg_has_role(session_user, 'portal_owner', 'member')
    and wanted <> all (readable_agreements(wanted)) then return; end if;
  return query
  select s, v.text, v.author_name, v.organisation_id, v.created_at, v.suggestion_id
  from app.section s join app.section_version v on v.section_id = s.id and v.version = s.version
  where s.agreement_id = wanted and (only_one is null or s.id = only_one)
  order by s.number, s.id;
end $$;

grant execute on function app.sections_with_text(uuid, uuid) to portal_app;
