-- An act of consent is never changed, except that the name in it is blanked once its plan's key is
-- shredded.
create or replace function app.refuse_change_but_name() returns trigger
language plpgsql security definer set search_path = app, pg_temp as $$
declare
  blanked consent_act := old;
begin
  blanked.recorded_by_name := '';
  if tg_op = 'UPDATE' and new is not distinct from blanked
    and exists (select from plan_key k where k.plan_id = old.plan_id and k.wrapped is null)
  then return new; end if;
  raise exception '% is append-only', tg_table_name using errcode = 'insufficient_privilege';
end $$;
