-- A basis decision lasts no longer than its ground allows. Runs after refuse_past_basis, which has
-- said when it was decided.
create or replace function app.refuse_beyond_limit() returns trigger
language plpgsql security definer set search_path = app, pg_temp as $$
begin
  if not pg_has_role(session_user, 'portal_owner', 'member')
    and not exists (select from basis_limit l
      where l.code = new.code and new.valid_to - new.decided_at <= l.longest)
  then raise exception 'longer than the ground allows' using errcode = 'check_violation'; end if;
  return new;
end $$;
