-- Only the handlers change a plan's own fields; others only touch it. When the plan has ended, or its
-- consent has, nothing is changed but that it ends.
create or replace function app.refuse_case_fields() returns trigger
language plpgsql security definer set search_path = app, pg_temp as $$
declare
  touched plan := old;
begin
  if pg_has_role(session_user, 'portal_owner', 'member') then return new; end if;
  touched.changed_at := new.changed_at;
  touched.version := new.version;
  if new is not distinct from touched then return new; end if;
  if not new.id = any ((select my_cases())::uuid[]) then
    raise exception 'not yours to change' using errcode = 'insufficient_privilege';
  end if;
  touched.phase := new.phase;
  touched.phase_at := new.phase_at;
  touched.closed_at := new.closed_at;
  if new is distinct from touched
    and not goes_on(old.phase, old.consented_at, is_consented(old.id, statement_timestamp()))
  then raise exception 'the plan stands still' using errcode = 'insufficient_privilege'; end if;
  -- a closing that was a mistake is undone within a week, and while the consent stands
  if old.closed_at is not null and new.closed_at is distinct from old.closed_at
    and (new.closed_at is not null or old.closed_at < now() - interval '7 days'
      or not is_consented(old.id, statement_timestamp()))
  then raise exception 'closed for good' using errcode = 'insufficient_privilege'; end if;
  return new;
end $$;
