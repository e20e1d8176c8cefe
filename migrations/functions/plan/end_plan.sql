-- A plan that ends takes its meetings, calls and waiting mail with it, and those who have lost
-- something are told.
create or replace function app.end_plan() returns trigger
language plpgsql security definer set search_path = app, pg_temp as $$
begin
  if pg_has_role(session_user, 'portal_owner', 'member') then return null; end if;
  perform tell_called_off(c.id) from call c where c.plan_id = new.id and c.status = 'sent';
  update meeting set status = 'cancelled', revision = revision + 1, changed_at = now()
  where plan_id = new.id and status = 'planned';
  perform cancel_calendar(a.id) from attendance a join meeting m on m.id = a.meeting_id
  where a.plan_id = new.id and a.cancelled_at is null and m.status = 'cancelled'
    and m.ends_at > now();
  perform close_plan(new.id);
  return null;
end $$;
