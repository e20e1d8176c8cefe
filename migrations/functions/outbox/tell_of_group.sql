-- Queue mail that an organisation takes part in a group, no longer does, or that the group has ended, to
-- one organisation, or to all others who take part (app.group_addressees). Who no longer takes part is led
-- to their own groups. Only who calls the group together does. Answers how many.
create or replace function app.tell_of_group(wanted uuid, p_kind text, p_at timestamptz, only_to uuid)
returns integer
language plpgsql volatile security definer set search_path = app, pg_temp as $$
declare queued integer;
begin
  if not pg_has_role(session_user, 'portal_owner', 'member') and not convenes(wanted)
  then raise exception 'not yours to call' using errcode = 'insufficient_privilege'; end if;
  insert into outbox (id, county_id, account_id, organisation_id, sender_id, kind, path, dedupe, not_before)
  select gen_random_uuid(), g.county_id, t.account_id, t.organisation_id, g.convener_id, p_kind,
    '/groups' || case when p_kind <> 'group.left' then '/' || g.id else '' end,
    p_kind || ':' || g.id || ':' || t.organisation_id || ':' || extract(epoch from p_at)
      || ':' || t.account_id, now()
  from working_group g cross join lateral group_addressees(g.id, only_to) t
  where g.id = wanted and t.organisation_id <> g.convener_id
  on conflict (dedupe) do nothing;
  get diagnostics queued = row_count;
  return queued;
end $$;

grant execute on function app.tell_of_group(uuid, text, timestamptz, uuid) to portal_app;
