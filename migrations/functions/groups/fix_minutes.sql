-- Fixes the minutes of a meeting when the last of those who were to has confirmed them as they are.
create or replace function app.fix_minutes() returns trigger
language plpgsql volatile security definer set search_path = app, pg_temp as $$
begin
  -- two who confirm at once: the second sees the first
  perform from group_meeting where id = new.meeting_id for update;
  update group_meeting m set fixed_at = new.confirmed_at
  where m.id = new.meeting_id and m.fixed_at is null and m.minutes_revision = new.revision
    and not exists (select from unnest(m.confirmer_ids) one (organisation_id)
      where not exists (select from minutes_confirmation c where c.meeting_id = m.id
        and c.organisation_id = one.organisation_id and c.revision = m.minutes_revision));
  return null;
end $$;
