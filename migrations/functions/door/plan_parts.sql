-- Everything of a plan that these parts in it let through: each table by what its policy asks,
-- worked out once from the parts. Planned once a connection: to plan so many selects anew takes
-- longer than to run them. What only the workings of a plan say is for those it is shared with; the
-- words of an approval have a category of their own.
create or replace function app.plan_parts(wanted uuid, mine app.part_seen[])
returns table (part text, content jsonb)
language plpgsql stable set search_path = app, pg_temp
set plan_cache_mode = force_generic_plan as $$
declare
  keys text[] := array(select k.key from unnest(mine) s cross join unnest(s.keys) k (key));
  parties uuid[] := array(select s.party from unnest(mine) s where s.keys is not null);
  written uuid[];
  with_row uuid[];
  seen uuid[];
  known uuid[];
  placed uuid[];
  contacts uuid[];
  called uuid[];
  whole uuid[];
begin
  -- as the functions say that the policies ask
  select array_agg(s.plan_id) filter (where s.keys is not null),
    array_agg(s.plan_id) filter (where is_found(s)),
    array_agg(s.plan_id) filter (where is_seen(s)),
    array_agg(s.plan_id) filter (where is_known(s)),
    array_agg(s.plan_id) filter (where is_placed(s)),
    array_agg(s.plan_id) filter (where s.is_handler and is_unveiled(s)),
    array_agg(s.plan_id) filter (where s.is_called),
    array_agg(s.plan_id) filter (where s.is_owner and s.plan_id::text = any (s.keys))
  into written, with_row, seen, known, placed, contacts, called, whole from unnest(mine) s;
  return query
  with texts as materialized (
    select x.from_party, to_jsonb(x) - 'disclosure' as content from plan_text x
    where x.plan_id = wanted and x.removed_at is null
      and x.plan_id = any (written) and is_disclosed(x.disclosure, x.plan_id, x.from_party, keys)),
  goals as materialized (
    select x.id, x.from_party, to_jsonb(x) - 'disclosure' as content from goal x
    where x.plan_id = wanted and x.removed_at is null
      and x.plan_id = any (written) and is_disclosed(x.disclosure, x.plan_id, x.from_party, keys)),
  actions as materialized (
    select x.from_party, x.organisation_id, to_jsonb(x) - 'disclosure' as content from action x
    where x.plan_id = wanted and x.removed_at is null
      and x.plan_id = any (written) and is_disclosed(x.disclosure, x.plan_id, x.from_party, keys)),
  -- where somebody is reached may tell where the person is, as their unit may
  participants as materialized (
    select x.organisation_id, to_jsonb(x) || jsonb_build_object('phone',
      case when x.ended_at is null and wanted = any (placed) then coalesce((
        select w.number from work_phone w
        where w.account_id = x.account_id and w.organisation_id = x.organisation_id), '')
      else '' end) as content
    from participant x where x.plan_id = wanted
      and (x.plan_id = any (seen) or is_own_part(x.plan_id, x.organisation_id, written, parties))),
  approvals as materialized (
    select x.organisation_id, to_jsonb(x) || case when is_said_to(x.plan_id,
        coalesce(x.organisation_id, x.person_id), x.comment_category, keys) then '{}'
      else '{"comment_sealed": null}' end::jsonb as content
    from plan_approval x where x.plan_id = wanted and x.plan_id = any (seen)),
  copies as materialized (
    select x.organisation_id, to_jsonb(x) - 'content_sealed' as content from plan_copy x
    where x.plan_id = wanted and is_own_part(x.plan_id, x.organisation_id, written, parties)),
  named as (
    select from_party as id from texts union select from_party from goals
    union select from_party from actions
    union select s.from_party from word_suggestion s
    where s.plan_id = wanted and s.answer is null and s.plan_id = any (written)
      and is_suggested(s, keys)
    union select organisation_id from actions
    union select organisation_id from participants union select organisation_id from approvals
    union select organisation_id from copies
    union select unnest(array[l.initiator_id, l.lead_principal_id]) from plan l
    where l.id = wanted and l.id = any (with_row))
  select 'texts', x.content from texts x
  union all select 'goals', x.content from goals x
  union all select 'actions', x.content from actions x
  union all select 'participants', x.content from participants x
  union all select 'copies', x.content from copies x
  union all select 'approvals', x.content from approvals x
  union all
  select 'organisations', jsonb_build_object('id', o.id, 'name', o.name)
    from organisation o where o.id in (select n.id from named n)
  union all
  select 'people', to_jsonb(x) - array['personnummer_sealed', 'personnummer_index',
    'born_sealed', 'proved_index']
    from plan_person x where x.plan_id = wanted
    and is_person_seen(x.plan_id, x.id, x.kind, known, parties, called)
  union all
  select 'placings', to_jsonb(x) from plan_placing x
    where x.plan_id = wanted and x.kind <> 'contact'
    and is_placing_seen(x.plan_id, x.kind, x.from_party, x.category, placed, contacts, keys)
  union all
  select 'follow_ups', to_jsonb(x) from follow_up x
    where x.plan_id = wanted and x.plan_id = any (seen)
  union all
  select 'discharges', to_jsonb(x) from discharge x
    where x.plan_id = wanted and x.undone_at is null and x.readmitted_at is null
    and ((x.plan_id = any (written) and x.from_party = any (parties)) or x.plan_id = any (whole))
  union all
  select 'asked', to_jsonb(x) from asked x
    where x.plan_id = wanted
    and ((x.plan_id = any (written) and x.from_party = any (parties))
      or (x.plan_id = any (whole) and x.kind <> 'violence'
        and (x.kind <> 'of_age' or exists (select from plan_person p
          where p.kind = 'subject' and p.plan_id = wanted and p.id = any (parties)))))
  union all
  select 'outcomes', to_jsonb(x) from goal_outcome x
    where x.plan_id = wanted and x.plan_id = any (written) and x.goal_id in (select g.id from goals g)
  union all
  select 'meetings', to_jsonb(x) from meeting x
    where x.plan_id = wanted and x.plan_id = any (seen) and x.status in ('planned', 'held')
  union all
  select 'presences', jsonb_build_object('meeting_id', x.meeting_id,
      'party_id', coalesce(x.participant_id, x.person_id), 'was_present', x.was_present)
    from attendance x where x.plan_id = wanted and x.plan_id = any (seen)
    and x.was_present is not null and x.cancelled_at is null
  union all
  select 'versions', to_jsonb(x) from plan_version x
    where x.plan_id = wanted and x.plan_id = any (seen)
  union all
  select 'invited', to_jsonb(i.id)
    from unnest(mine) s cross join unnest(s.invited) i (id) where wanted = any (seen)
  union all
  select 'suggestions', to_jsonb(x) - 'disclosure' - 'words_disclosure'
    from word_suggestion x
    where x.plan_id = wanted and x.answer is null and x.plan_id = any (written)
    and is_suggested(x, keys)
  union all
  select 'last_change', to_jsonb(coalesce(max(x.seq), 0)) from plan_change x
    where x.plan_id = wanted and x.plan_id = any (written)
    and is_disclosed(x.disclosure, x.plan_id, x.from_party, keys)
  union all
  select 'steps', to_jsonb(s) from next_steps(mine, statement_timestamp()) s
  union all
  select 'keys', to_jsonb(keys);
end $$;
