-- Queue mail about a meeting of a group, with what a calendar needs if it has a method, to everybody who
-- takes part, or to one organisation (app.group_addressees). Only who calls the group together does.
-- Answers how many.
create or replace function app.summon(wanted uuid, p_kind text, p_method text, only_to uuid)
returns integer
language plpgsql volatile security definer set search_path = app, pg_temp as $$
declare queued integer;
begin
  if not pg_has_role(session_user, 'portal_owner', 'member') and not exists (
    select from group_meeting m where m.id = wanted and convenes(m.group_id))
  then raise exception 'not yours to call' using errcode = 'insufficient_privilege'; end if;
  insert into outbox (id, county_id, account_id, organisation_id, sender_id, calendar, kind, path,
    dedupe, not_before)
  select gen_random_uuid(), m.county_id, t.account_id, t.organisation_id, g.convener_id,
    case when p_method is not null then jsonb_build_object('method', p_method, 'uid', m.id, 'revision', m.revision,
      'start', m.starts_at, 'end', m.ends_at, 'title', g.name, 'place', m.place) end,
    p_kind, '/groups/' || g.id || '/meetings/' || m.id,
    p_kind || ':' || m.id || ':' || m.revision || '.' || m.minutes_revision
      || ':' || t.organisation_id || ':' || t.account_id, now()
  from group_meeting m join working_group g on g.id = m.group_id
  cross join lateral group_addressees(g.id, only_to) t
  where m.id = wanted
  on conflict (dedupe) do nothing;
  get diagnostics queued = row_count;
  return queued;
end $$;

grant execute on function app.summon(uuid, text, text, uuid) to portal_app;
