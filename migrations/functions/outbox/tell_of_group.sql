-- Queue mail that an organisation takes part in a group, no longer does, or that the group has ended, to
-- the coordinators of one organisation, or of all others who take part. Who no longer takes part is led to
-- their own groups. Only who calls the group together does. Answers how many.
create or replace function app.tell_of_group(wanted uuid, p_kind text, p_at timestamptz, only_to uuid)
returns integer
language plpgsql volatile security definer set search_path = app, pg_temp as $$
declare queued integer;
begin
  if not pg_has_role(session_user, 'portal_owner', 'member') and not convenes(wanted)
  then raise exception 'not yours to call' using errcode = 'insufficient_privilege'; end if;
  insert into outbox (id, county_id, account_id, organisation_id, sender_id, kind, path, dedupe, not_before)
  select gen_random_uuid(), g.county_id, a.id, o.id, g.convener_id, p_kind,
    '/groups' || case when p_kind <> 'group.left' then '/' || g.id else '' end,
    p_kind || ':' || g.id || ':' || o.id || ':' || extract(epoch from p_at) || ':' || a.id, now()
  from working_group g
  join organisation o on o.county_id = g.county_id and o.closed_at is null and o.id <> g.convener_id
    and (o.id = only_to or (only_to is null and exists (select from group_member p
      where p.group_id = g.id and p.organisation_id = o.id and p.left_at is null)))
  join lateral (select distinct s.account_id from membership s where s.organisation_id = o.id
    and s.role = 'coordinator' and s.ended_at is null) s on true
  join account a on a.id = s.account_id and a.disabled_at is null and a.email is not null
  where g.id = wanted
  on conflict (dedupe) do nothing;
  get diagnostics queued = row_count;
  return queued;
end $$;

grant execute on function app.tell_of_group(uuid, text, timestamptz, uuid) to portal_app;
