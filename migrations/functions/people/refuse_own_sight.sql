-- Who may see what is protected is the handlers' to say.
create or replace function app.refuse_own_sight() returns trigger
language plpgsql security definer set search_path = app, pg_temp as $$
begin
  if not pg_has_role(session_user, 'portal_owner', 'member')
    and not new.plan_id = any ((select my_cases())::uuid[])
    and not (tg_op = 'INSERT' and exists (select from plan
      where id = new.plan_id and initiator_id = new.organisation_id))
  then raise exception 'not yours to say' using errcode = 'insufficient_privilege'; end if;
  return new;
end $$;
