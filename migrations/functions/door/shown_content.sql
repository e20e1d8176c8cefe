-- Whose words of which kinds of information ("source:category") a reading shows of each of these
-- parts' plans, as the log keeps it. What is shown follows from the kind of page, `what`, and from
-- `part_id`, the part of the plan that its address names:
-- - the plan: what of it their keys open, with what is said of its versions; its history shows also
--   what has been taken out, and a page of one's own words no others;
-- - one text, goal or action: that one, with the goal of an action and what a suggestion is about;
-- - what is gone through when the plan is followed up or closed: what is open then;
-- - a call: what the called party brings, and what the plan is for to whoever is called; the list of
--   a plan's calls: what each brings;
-- - a meeting: the agenda, what is written for it and at it, and with answers; what somebody prepares
--   for it: that alone;
-- - tasks: the measures of one's own, of those one stands in for and, on the list of the unit, of its
--   others.
-- Forms where something new is written, and pages of people, consent, messages, lists, the number, how
-- long it is kept, what has happened and the log itself show nothing of it. A plan of which nothing is
-- shown has no row.
create or replace function app.shown_content(parts app.part_seen[], what text, part_id uuid)
returns table (plan_id uuid, shown text[])
language plpgsql stable rows 20 set search_path = app, pg_temp
set plan_cache_mode = force_generic_plan as $$
#variable_conflict use_column
declare
  plans uuid[];
  keys text[];
  named uuid[];
  own uuid[];
  stands_for uuid[] := case when what in ('tasks', 'unit_tasks') then stood_in_for() end;
  others uuid[] := case when what = 'unit_tasks' then unit_colleagues() end;
begin
  if what in ('plans', 'my_plans', 'people', 'person', 'number', 'consent', 'withdrawal', 'basis',
    'inbox', 'meetings', 'messages', 'kept', 'copies', 'happened', 'readings', 'form')
  then return; end if;
  if what in ('tasks', 'unit_tasks') then
    return query
    select x.plan_id, array_agg(distinct x.from_party || ':' || x.category)
    from unnest(parts) s join participant p on p.plan_id = s.plan_id
      and (p.id = s.participant_id or p.organisation_id = s.party and s.participant_id is not null
        and p.ended_at is null and (p.id = any (stands_for) or p.account_id = any (others)))
    join action x on x.responsible_id = p.id
      and x.plan_id = s.plan_id and x.removed_at is null
      and x.status in ('not_started', 'in_progress')
      and is_disclosed(x.disclosure, x.plan_id, x.from_party, s.keys)
    group by x.plan_id;
    return;
  end if;
  select array_agg(distinct s.plan_id), array_agg(k.key), array_agg(distinct s.party)
  into plans, keys, own
  from unnest(parts) s cross join unnest(s.keys) k (key);
  if what in ('call', 'calls') then
    return query
    select w.plan_id, array_agg(distinct w.party || ':' || w.category) from (
      select c.plan_id, c.organisation_id as party, c.contribution_category as category
      from call c
      where c.plan_id = any (plans) and c.contribution_category is not null
        and (what = 'calls' or c.id = part_id)
        and is_said_to(c.plan_id, c.organisation_id, c.contribution_category, keys)
      union all
      select s.plan_id, p.from_party, p.category
      from unnest(parts) s
      cross join lateral called_purpose(s.plan_id, s.party, statement_timestamp()) p
      where s.is_called and what = 'call') w
    group by w.plan_id;
  elsif what = 'meeting' then
    return query
    select w.plan_id, array_agg(distinct w.party || ':' || w.category) from (
      select x.plan_id, x.from_party as party, x.category from agenda_item x
      where x.meeting_id = part_id and x.plan_id = any (plans)
        and is_disclosed(x.disclosure, x.plan_id, x.from_party, keys)
      union all
      select x.plan_id, x.from_party, x.category from plan_text x
      where x.meeting_id = part_id and x.plan_id = any (plans) and x.removed_at is null
        and is_disclosed(x.disclosure, x.plan_id, x.from_party, keys)
      union all
      select x.plan_id, x.party, x.note_category
      from (select n.*, coalesce(p.organisation_id, n.person_id) as party
        from attendance n left join participant p on p.id = n.participant_id
        where n.meeting_id = part_id and n.plan_id = any (plans)
          and n.note_category is not null) x
      where is_said_to(x.plan_id, x.party, x.note_category, keys)) w
    group by w.plan_id;
  elsif what in ('prepared', 'prepared_for') then
    return query
    select x.plan_id, array_agg(distinct x.from_party || ':' || x.category) from plan_text x
    where x.meeting_id = part_id and x.plan_id = any (plans) and x.removed_at is null
      and x.kind in ('prepared', 'to_talk_of', 'hoped', 'needed')
      and (x.kind <> 'prepared' and what = 'prepared_for'
        or x.from_party = any (own) and what = 'prepared')
      and is_disclosed(x.disclosure, x.plan_id, x.from_party, keys)
    group by x.plan_id;
  else
    if what in ('text', 'goal', 'action', 'part') then
      named := array(select part_id union all select x.goal_id from action x where x.id = part_id
        union all select x.subject_id from word_suggestion x where x.id = part_id);
    end if;
    if what not in ('own', 'own_words') then own := null; end if;
    return query
    select w.plan_id, array_agg(distinct w.party || ':' || w.category) from (
      select x.plan_id, x.from_party as party, x.category from plan_text x
      where x.plan_id = any (plans) and (x.removed_at is null or what = 'history')
        and (named is null or x.id = any (named)) and (own is null or x.from_party = any (own))
        and what not in ('closing', 'follow_up')
        and is_disclosed(x.disclosure, x.plan_id, x.from_party, keys)
      union all
      select x.plan_id, x.from_party, x.category from goal x
      where x.plan_id = any (plans) and (x.removed_at is null or what = 'history')
        and (named is null or x.id = any (named)) and (own is null or x.from_party = any (own))
        and (x.status = 'open' or what not in ('closing', 'follow_up'))
        and is_disclosed(x.disclosure, x.plan_id, x.from_party, keys)
      union all
      select x.plan_id, x.from_party, x.category from action x
      where x.plan_id = any (plans) and (x.removed_at is null or what = 'history')
        and (named is null or x.id = any (named)) and (own is null or x.from_party = any (own))
        and (x.status in ('not_started', 'in_progress') or what <> 'closing')
        and what <> 'follow_up'
        and is_disclosed(x.disclosure, x.plan_id, x.from_party, keys)
      union all
      select x.plan_id, x.party, x.comment_category
      from (select a.*, coalesce(a.organisation_id, a.person_id) as party from plan_approval a
        where a.plan_id = any (plans) and a.comment_category is not null) x
      where named is null and (own is null or x.party = any (own))
        and what not in ('closing', 'follow_up')
        and is_said_to(x.plan_id, x.party, x.comment_category, keys)) w
    group by w.plan_id;
  end if;
end $$;
