-- Nobody is required from or until a time that has passed: answers about the past never change.
create or replace function app.refuse_past() returns trigger
language plpgsql security definer set search_path = app, pg_temp as $$
begin
  if pg_has_role(session_user, 'portal_owner', 'member') then return new; end if;
  perform from plan where id = new.plan_id for no key update;
  if tg_op = 'INSERT' then
    new.required_from := greatest(new.required_from, clock_timestamp());
  elsif old.required_to <= clock_timestamp() then
    raise exception 'has already ended' using errcode = 'insufficient_privilege';
  elsif new.required_to is not null then
    new.required_to := greatest(new.required_to, clock_timestamp());
  end if;
  return new;
end $$;
