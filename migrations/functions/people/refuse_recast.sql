-- Whoever answers in the person's place is a förvaltare or has a framtidsfullmakt in force.
create or replace function app.refuse_recast() returns trigger
language plpgsql security definer set search_path = app, pg_temp as $$
begin
  if new.capacity not in ('forvaltare', 'future_attorney')
    and not is_confirmed(new.plan_id, new.id, '{beside}')
    and exists (select from consenter c where c.plan_id = new.plan_id and c.person_id = new.id
      and c.replaces and (c.required_to is null or c.required_to > clock_timestamp()))
  then raise exception 'answers in the person''s place' using errcode = 'check_violation'; end if;
  return new;
end $$;
