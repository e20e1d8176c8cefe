-- A plan's page: its key with the row in the log, and all of it that may be seen. The row is chained
-- at once, or else at commit (app.hand_out()).
create or replace function app.open_plan(wanted uuid, what text, at_once boolean default true,
  part_id uuid default null)
returns table (part text, content jsonb)
language plpgsql volatile security definer set search_path = app, pg_temp
set plan_cache_mode = force_generic_plan as $$
declare
  mine part_seen[] := array(select s from sight(wanted) s);
  best part_seen;
begin
  select s.* into best from unnest(mine) s
  where is_found(s)
  order by s.is_owner desc, s.is_open desc limit 1;
  if not found then return; end if;
  return query
  select 'opened', to_jsonb(best) || to_jsonb(k) || jsonb_build_object('plan', plan_row(l),
      'stands_for', stood_in_for(wanted))
    from hand_out(mine, what, at_once, part_id) k join plan l on l.id = k.plan_id;
  if found then
    perform set_config('app.plan', wanted::text, true);
    perform keep_sight(mine);
    return query select * from plan_parts(wanted, mine);
  end if;
end $$;

grant execute on function app.open_plan(uuid, text, boolean, uuid) to portal_app;
