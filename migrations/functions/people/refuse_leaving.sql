-- Whose plan it is never leaves it, and nobody whose consent it requires does before they are let go: see
-- app.refuse_unconfirmed().
create or replace function app.refuse_leaving() returns trigger
language plpgsql security definer set search_path = app, pg_temp as $$
begin
  if pg_has_role(session_user, 'portal_owner', 'member') then return new; end if;
  if new.kind = 'subject' or exists (select from consenter c
    where c.plan_id = new.plan_id and c.person_id = new.id
      and (c.required_to is null or c.required_to > clock_timestamp()))
  then raise exception 'is asked in the plan' using errcode = 'insufficient_privilege'; end if;
  return new;
end $$;
