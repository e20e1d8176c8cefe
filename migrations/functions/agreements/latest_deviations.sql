-- The last deviations of my organisation before another one, or of all: those that it has reported, that
-- concern it, or that happened there. Each of the three is found by its index; who may read them the
-- table's policy says.
create or replace function app.latest_deviations(before uuid, most integer) returns setof uuid
language plpgsql stable rows 30 security definer set search_path = app, pg_temp
set plan_cache_mode = force_generic_plan as $$
declare
  mine uuid := my_organisation();
  last_at timestamptz := case when before is null then 'infinity' else (select d.reported_at
    from deviation d where d.id = before
      and mine in (d.organisation_id, d.concerns_id, d.municipality_id)) end;
  last_id uuid := coalesce(before, 'ffffffff-ffff-ffff-ffff-ffffffffffff');
begin
  return query select l.id from (
    (select d.id, d.reported_at from deviation d
      where d.organisation_id = mine and (d.reported_at, d.id) < (last_at, last_id)
      order by d.reported_at desc, d.id desc limit most)
    union
    (select d.id, d.reported_at from deviation d
      where d.concerns_id = mine and (d.reported_at, d.id) < (last_at, last_id)
      order by d.reported_at desc, d.id desc limit most)
    union
    (select d.id, d.reported_at from deviation d
      where d.municipality_id = mine and (d.reported_at, d.id) < (last_at, last_id)
      order by d.reported_at desc, d.id desc limit most)) l
  order by l.reported_at desc, l.id desc limit most;
end $$;

grant execute on function app.latest_deviations(uuid, integer) to portal_app;
