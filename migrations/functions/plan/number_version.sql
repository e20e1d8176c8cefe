-- What a version holds is the database's to say: nobody else sees every change.
create or replace function app.number_version() returns trigger
language plpgsql security definer set search_path = app, pg_temp as $$
begin
  perform from plan where id = new.plan_id for no key update;
  new.upto_seq := coalesce((select max(seq) from plan_change where plan_id = new.plan_id), 0);
  new.number := coalesce((select max(number) from plan_version where plan_id = new.plan_id), 0) + 1;
  return new;
end $$;
