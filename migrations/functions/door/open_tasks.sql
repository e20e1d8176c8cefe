-- "Mina uppgifter": what waits, the nearest first and at most so many, with the keys of its plans.
-- `whose` narrows it, and shows nothing of any plan that the asker has no part in: "mine" to the plans
-- that they hold together or that nobody does, "unit" to those that their unit does, with what its
-- others are to do in them. What those whom they stand in for are to do is theirs as well.
create or replace function app.open_tasks(t timestamptz, today date, most integer, whose text)
returns table (part text, plan_id uuid, id uuid, sealed bytea, due_on date,
  starts_at timestamptz, status text, is_remote boolean, number integer, who text)
language plpgsql volatile security definer set search_path = app, pg_temp
set plan_cache_mode = force_generic_plan as $$
#variable_conflict use_column
declare
  stands_for uuid[] := stood_in_for();
  all_of part_seen[] := array(select s from sight() s);
  mine part_seen[] := case when whose not in ('mine', 'unit') then all_of else array(
    select s from unnest(all_of) s join plan l on l.id = s.plan_id
    left join participant c on c.id = l.coordinator_id
    where c.id is null or c.id = s.participant_id or c.id = any (stands_for) or (whose = 'unit' and c.organisation_id = s.party
      and c.account_id = any (unit_colleagues()))) end;
  seen uuid[] := array(select s.plan_id from unnest(mine) s where is_seen(s));
  known uuid[] := array(select s.plan_id from unnest(mine) s where is_known(s));
  handled uuid[] := array(select s.plan_id from unnest(mine) s where s.is_handler);
begin
  return query
  with own as materialized (
    select s.participant_id as id, s.plan_id, s.party, s.keys from unnest(mine) s
    where s.participant_id is not null and s.plan_id = any (array(select k.plan_id
      from plan_key k where k.plan_id = any (seen) and k.wrapped is not null))),
  me as materialized (
    select o.id, o.keys, null::text as who from own o
    union all
    select p.id, o.keys, p.name from own o join participant p on p.plan_id = o.plan_id
      and p.organisation_id = o.party and p.id <> o.id and p.ended_at is null
    where p.id = any (stands_for)
      or whose = 'unit' and p.account_id = any (unit_colleagues())),
  due as materialized (
    select 'action' as part, a.plan_id, a.id, a.title_sealed as sealed, a.due_on, a.status, me.who
    from action a join me on me.id = a.responsible_id
    where a.removed_at is null and a.status in ('not_started', 'in_progress')
      and is_disclosed(a.disclosure, a.plan_id, a.from_party, me.keys)
    union all
    select 'follow_up', f.plan_id, f.id, null, f.due_on, null, me.who
    from follow_up f join me on me.id = f.holder_id where f.held_on is null),
  nearest as materialized (
    select d.* from due d order by d.due_on nulls last, d.id limit most),
  met as materialized (
    select m.* from meeting m
    where m.plan_id = any (seen) and m.status = 'planned' and m.ends_at > t
    order by m.starts_at, m.id limit 5),
  steps as materialized (
    select s.* from next_steps(mine, t) s
    order by s.at nulls first, s.plan_id, s.step limit most),
  -- what waits in a case beside its steps
  asked_for as materialized (
    select 'change' as part, c.plan_id, c.id, null::date as due_on
    from consenter_change c
    where c.outcome is null and c.proposed_by <> (select my_account())
      and c.plan_id = any (handled)
    union all
    -- something waits there to be given on paper to somebody who never signs in
    select 'paper', l.id, null, null from plan l
    where l.id = any (handled)
      and exists (select from person_notice n join plan_person p on p.id = n.person_id
        where n.plan_id = l.id and n.handed_over_at is null and p.account_id is null
          and p.ended_at is null and not is_kept_out(p.id) and not (p.kind = 'subject' and exists (select from closing d
            where d.plan_id = l.id and d.undone_at is null and d.reason = 'died')))
    union all
    -- somebody needs a god man, which their own organisation has noted and not reported
    select 'report', a.plan_id, a.id, a.asked_on
    from unnest(mine) s join asked a on a.plan_id = s.plan_id and a.kind = 'god_man'
      and a.settled_at is null and (s.is_owner or a.from_party = s.party)
    join plan l on l.id = a.plan_id and l.closed_at is null and l.not_started_at is null
    where is_found(s)
    union all
    -- ready to leave hospital, and nobody has been called
    select 'to_call', d.plan_id, d.id, d.ready_on
    from unnest(mine) s join discharge d on d.plan_id = s.plan_id
      and d.undone_at is null and d.readmitted_at is null and (s.is_owner or d.from_party = s.party)
    join plan l on l.id = d.plan_id and l.closed_at is null and l.not_started_at is null
    where is_found(s) and not is_called_home(d.plan_id)),
  opened as materialized (
    select k.* from hand_out(array(select s from unnest(mine) s
      where s.plan_id in (select n.plan_id from nearest n union select m.plan_id from met m
          union select x.plan_id from steps x union select w.plan_id from asked_for w)
        and s.plan_id = any (known)),
      case when whose = 'unit' then 'unit_tasks' else 'tasks' end, true) k)
  select 'key', o.plan_id, null::uuid, o.wrapped, null::date, null::timestamptz, null,
    null::boolean, o.master_version, null from opened o
  union all
  select 'subject', p.plan_id, p.id, p.name_sealed, null, null, null, null, null, null
    from plan_person p where p.kind = 'subject'
      and p.plan_id = any (array(select o.plan_id from opened o))
  union all
  select n.part, n.plan_id, n.id, n.sealed, n.due_on, null, n.status, null, null, n.who
  from nearest n
  union all
  select 'meeting', m.plan_id, m.id, null, null, m.starts_at, null, m.is_remote, null,
    null from met m
  union all
  select 'step', x.plan_id, x.about, null, null, x.at, x.step, null, x.amount, null
  from steps x
  union all
  select 'due', null, null, null, null, null, null, null, count(*)::integer, null
  from due
  union all
  select 'late', null, null, null, null, null, null, null, count(*)::integer, null
  from due d
    where d.due_on < today
  union all
  select 'calls', null, null, null, null, null, null, null, count(c.id)::integer, null
  from unnest(all_of) s join call c on c.plan_id = s.plan_id and c.organisation_id = s.party
    and c.status = 'sent' and exists (select from asking() who
      where c.unit_id is null or who.units = '{}' or c.unit_id = any (who.units))
  where s.is_called
  union all
  select w.part, w.plan_id, w.id, null, w.due_on, null, l.case_number, null, null, null
  from asked_for w join plan l on l.id = w.plan_id
  union all
  select 'plans', null, null, null, null, null, null, null, count(*)::integer, null
    from unnest(all_of) s where is_seen(s) and s.is_going;
end $$;

grant execute on function app.open_tasks(timestamptz, date, integer, text) to portal_app;
