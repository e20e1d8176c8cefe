-- Minutes of a group wait no more for one that has left it without confirming them: they are fixed if
-- all the others have, and wait for whoever calls the group together if it was the only one.
create or replace function app.release_minutes(p_group uuid, leaving uuid) returns void
language plpgsql volatile security definer set search_path = app, pg_temp as $$
begin
  update group_meeting m set confirmer_ids =
    case when m.confirmer_ids = array[leaving] then array[g.convener_id]
      else array_remove(m.confirmer_ids, leaving) end
  from working_group g
  where g.id = m.group_id and m.group_id = p_group and leaving = any (m.confirmer_ids)
    and m.fixed_at is null and m.status = 'held'
    and not exists (select from minutes_confirmation c where c.meeting_id = m.id
      and c.organisation_id = leaving and c.revision = m.minutes_revision);
  update group_meeting m set fixed_at = clock_timestamp()
  where m.group_id = p_group and m.fixed_at is null and m.status = 'held'
    and m.confirmer_ids <> '{}'::uuid[]
    and not exists (select from unnest(m.confirmer_ids) one (organisation_id)
      where not exists (select from minutes_confirmation c where c.meeting_id = m.id
        and c.organisation_id = one.organisation_id and c.revision = m.minutes_revision));
end $$;
