-- The keys of those of `plans` that I have a part in, with the plan's own row and the person's sealed
-- name where it may be seen (app.is_person_seen()); when none are named, of all that are open to me, my
-- own, or handled by me. Of one that is asked for by itself also whom I stand in for there. Each with its
-- row in the log, chained at once, or else at commit (app.hand_out()). What may be seen of one that is
-- asked for by itself is kept for the rest of the transaction; a list's is what the transaction has kept,
-- as its rows are: whatever was noted in a log since then, app.hand_out() refuses.
create or replace function app.unlock(plans uuid[], what text, at_once boolean default true,
  part_id uuid default null)
returns table (plan_id uuid, wrapped bytea, master_version integer, is_open boolean,
  is_owner boolean, is_handler boolean, participant_id uuid, person_id uuid, party uuid,
  sees_protected boolean, is_going boolean, ground text[], plan jsonb, subject_id uuid,
  subject_sealed bytea, stands_for uuid[])
language plpgsql volatile security definer set search_path = app, pg_temp
set plan_cache_mode = force_generic_plan as $$
#variable_conflict use_column
declare
  only_plan uuid := case when cardinality(plans) = 1 then plans[1] end;
  folded part_seen[] := case when only_plan is null then array(select s from kept_sight() s)
    else array(select s from sight(only_plan) s) end;
  mine part_seen[] := array(select s from unnest(folded) s
    where case when plans is null then is_known(s)
      else s.plan_id = any (plans) and is_found(s) end);
  in_place_of uuid[] := case when only_plan is null then '{}' else stood_in_for(only_plan) end;
begin
  return query
  select s.plan_id, k.wrapped, k.master_version, s.is_open, s.is_owner, s.is_handler,
    s.participant_id, s.person_id, s.party, s.sees_protected, s.is_going, k.ground,
    plan_row(l), p.id, p.name_sealed, in_place_of
  from hand_out(mine, what, at_once, part_id) k
  join (select distinct on (b.plan_id) b.*, is_known(b) or b.is_called as is_named
    from unnest(mine) b
    order by b.plan_id, b.is_owner desc, b.is_open desc) s on s.plan_id = k.plan_id
  join plan l on l.id = k.plan_id
  left join plan_person p on p.plan_id = k.plan_id and p.kind = 'subject' and s.is_named;
  if only_plan is not null and folded <> '{}' then
    perform set_config('app.plan', only_plan::text, true);
    perform keep_sight(folded);
  end if;
end $$;

grant execute on function app.unlock(uuid[], text, boolean, uuid) to portal_app;
