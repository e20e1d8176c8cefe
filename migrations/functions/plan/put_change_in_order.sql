-- Numbers a change in its plan and says when it was made.
create or replace function app.put_change_in_order() returns trigger
language plpgsql security definer set search_path = app, pg_temp as $$
begin
  perform from plan where id = new.plan_id for no key update;
  new.seq := coalesce((select max(seq) from plan_change where plan_id = new.plan_id), 0) + 1;
  if new.at is null or not pg_has_role(session_user, 'portal_owner', 'member') then
    new.at := clock_timestamp();
  end if;
  return new;
end $$;
