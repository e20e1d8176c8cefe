-- A basis decision runs from now, in the name of whoever decides, and ends now and once. Of a closed
-- plan nothing is decided.
create or replace function app.refuse_past_basis() returns trigger
language plpgsql security definer set search_path = app, pg_temp as $$
begin
  if pg_has_role(session_user, 'portal_owner', 'member') then return new; end if;
  if tg_op = 'INSERT' then
    if exists (select from plan p where p.id = new.plan_id and p.phase = 'closed') then
      raise exception 'the plan is closed' using errcode = 'insufficient_privilege';
    end if;
    new.decided_at := clock_timestamp();
    new.ended_at := null;
    new.decided_by_name := my_name();
  elsif old.ended_at is not null then
    raise exception 'has already ended' using errcode = 'insufficient_privilege';
  else
    new.ended_at := clock_timestamp();
  end if;
  return new;
end $$;
