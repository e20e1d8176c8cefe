-- A plan's phase is what its events say, whatever is written. What was not started is taken up again
-- by asking anew.
create or replace function app.keep_phase() returns trigger
language plpgsql security definer set search_path = app, pg_temp as $$
begin
  if pg_has_role(session_user, 'portal_owner', 'member') then return new; end if;
  if new.not_started_reason is not null and old.not_started_reason is null then
    new.not_started_at := clock_timestamp();
  end if;
  new.phase := phase_of(new);
  if new.phase <> 'not_started' then
    new.not_started_reason := null;
    new.not_started_at := null;
  end if;
  if new.phase is distinct from old.phase then new.phase_at := clock_timestamp(); end if;
  return new;
end $$;
