-- Everything of a plan that these parts in it let through, as the tables' policies would; a
-- property test holds them together. Planned once a connection: to plan so many selects anew takes
-- longer than to run them. Free words of an approval have no category: they are for the person, the
-- handlers and whoever wrote them.
create or replace function app.plan_parts(wanted uuid, mine app.part_seen[])
returns table (part text, content jsonb)
language plpgsql stable set search_path = app, pg_temp
set plan_cache_mode = force_generic_plan as $$
declare
  keys text[] := array(select k.key from unnest(mine) s cross join unnest(s.keys) k (key));
  parties uuid[] := array(select s.party from unnest(mine) s where s.keys is not null);
  is_in boolean := parties <> '{}';
  has_plan boolean;
  is_seen boolean;
  is_case boolean;
  sees_places boolean;
begin
  -- as my_plans(), seen_plans(), case_plans() and placing_plans() say
  select coalesce(bool_or(s.participant_id is not null or s.is_open or s.is_owner or s.is_called),
      false),
    coalesce(bool_or(s.is_open or s.is_owner or s.is_handler), false),
    coalesce(bool_or(s.is_owner or s.is_handler), false),
    coalesce(bool_or(s.is_owner or (s.is_open and (s.sees_protected or not s.is_protected))), false)
  into has_plan, is_seen, is_case, sees_places from unnest(mine) s;
  return query
  with texts as materialized (
    select * from plan_text x where x.plan_id = wanted and is_in and x.removed_at is null
      and array[x.disclosure, wanted || ':' || x.from_party, wanted::text] && keys),
  goals as materialized (
    select * from goal x where x.plan_id = wanted and is_in and x.removed_at is null
      and array[x.disclosure, wanted || ':' || x.from_party, wanted::text] && keys),
  actions as materialized (
    select * from action x where x.plan_id = wanted and is_in and x.removed_at is null
      and array[x.disclosure, wanted || ':' || x.from_party, wanted::text] && keys),
  participants as materialized (
    select * from participant x where x.plan_id = wanted
      and (is_seen or x.organisation_id = any (parties))),
  approvals as materialized (
    select * from plan_approval x where x.plan_id = wanted and is_seen),
  copies as materialized (
    select * from plan_copy x where x.plan_id = wanted and x.organisation_id = any (parties)),
  named as (
    select from_party as id from texts union select from_party from goals
    union select from_party from actions union select organisation_id from actions
    union select organisation_id from participants union select organisation_id from approvals
    union select organisation_id from copies
    union select unnest(array[l.initiator_id, l.lead_principal_id]) from plan l
    where l.id = wanted and has_plan)
  select 'texts', to_jsonb(x) - 'disclosure' from texts x
  union all select 'goals', to_jsonb(x) - 'disclosure' from goals x
  union all select 'actions', to_jsonb(x) - 'disclosure' from actions x
  union all select 'participants', to_jsonb(x) from participants x
  union all select 'copies', to_jsonb(x) - 'content_sealed' from copies x
  union all
  select 'approvals', case when is_case or array[x.organisation_id, x.person_id] && parties
      then to_jsonb(x) else to_jsonb(x) || '{"comment_sealed": null}' end
    from approvals x
  union all
  select 'organisations', jsonb_build_object('id', o.id, 'name', o.name)
    from organisation o where o.id in (select n.id from named n)
  union all
  select 'people', to_jsonb(x) - array['personnummer_sealed', 'personnummer_index']
    from plan_person x where x.plan_id = wanted and (is_seen or x.id = any (parties))
  union all
  select 'placings', to_jsonb(x) from plan_placing x
    where x.plan_id = wanted and sees_places and x.kind <> 'contact'
  union all
  select 'follow_ups', to_jsonb(x) from follow_up x where x.plan_id = wanted and is_seen
  union all
  select 'meetings', to_jsonb(x) from meeting x
    where x.plan_id = wanted and is_seen and x.status = 'planned'
  union all
  select 'versions', to_jsonb(x) from plan_version x where x.plan_id = wanted and is_seen
  union all
  select 'invited', to_jsonb(split_part(g.item, ':', 2))
    from consented(array[wanted], statement_timestamp()) g
    where is_seen and g.item like 'invite:%'
  union all
  select 'last_change', to_jsonb(coalesce(max(x.seq), 0)) from plan_change x
    where x.plan_id = wanted and is_in
    and array[x.disclosure, wanted || ':' || x.from_party, wanted::text] && keys
  union all
  select 'keys', to_jsonb(keys);
end $$;
