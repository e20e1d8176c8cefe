-- What somebody was to do in a group that they leave goes on without them: what is decided and not done
-- by another member, and minutes do not wait for an organisation that has nobody else in the group.
-- Whoever calls the group together does it, before the member leaves.
create or replace function app.leave_group(p_member uuid, p_instead uuid) returns void
language plpgsql volatile security definer set search_path = app, pg_temp as $$
declare it group_member;
begin
  select * into it from group_member where id = p_member and left_at is null;
  if it.id is null or not convenes(it.group_id)
  then raise exception 'not yours to let go' using errcode = 'insufficient_privilege'; end if;
  update group_decision d set member_id = n.id from group_member n
  where d.member_id = it.id and d.done_at is null
    and n.id = p_instead and n.id <> it.id and n.group_id = it.group_id and n.left_at is null;
  if exists (select from group_decision d where d.member_id = it.id and d.done_at is null)
  then raise exception 'what is decided is not handed over' using errcode = 'check_violation'; end if;
  if not exists (select from group_member o where o.group_id = it.group_id and o.id <> it.id
    and o.organisation_id = it.organisation_id and o.left_at is null)
  then perform release_minutes(it.group_id, it.organisation_id); end if;
end $$;

grant execute on function app.leave_group(uuid, uuid) to portal_app;
