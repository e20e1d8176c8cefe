-- History may be deleted when its party's retention has ended, or when the whole plan's has, and
-- not before. The argument names the column that holds the party.
create or replace function app.refuse_kept() returns trigger
language plpgsql security definer set search_path = app, pg_temp as $$
begin
  if exists (select from retention_clock r where r.plan_id = old.plan_id
    and r.organisation_id = (to_jsonb(old) ->> tg_argv[0])::uuid and r.shredded_at is not null)
    or exists (select from plan_key k where k.plan_id = old.plan_id and k.wrapped is null)
  then return old; end if;
  raise exception '% is still kept', tg_table_name using errcode = 'insufficient_privilege';
end $$;
