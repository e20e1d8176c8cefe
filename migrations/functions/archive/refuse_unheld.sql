-- Copies are kept by an organisation that takes part, never for the private people.
create or replace function app.refuse_unheld() returns trigger
language plpgsql security definer set search_path = app, pg_temp as $$
begin
  if not pg_has_role(session_user, 'portal_owner', 'member')
    and not exists (select from participant p where p.plan_id = new.plan_id
      and p.organisation_id = new.organisation_id and p.ended_at is null)
  then raise exception 'not yours to lock' using errcode = 'insufficient_privilege'; end if;
  return new;
end $$;
