-- Whose words of which kinds of information ("source:category") a reading shows of each of these
-- parts' plans, as the log keeps it: what of the plan their keys open, with what is said of its
-- versions; or what called parties bring, and what the plan is for to whoever is called; or of a
-- meeting the agenda, what is written for it and at it, and with answers; or the measures of
-- one's own, of those one stands in for and, on the list of the unit, of its others. Pages of people,
-- consent, messages, lists, the number, how long it is kept and the log itself show nothing of it. A
-- plan of which nothing is shown has no row.
create or replace function app.shown_content(parts app.part_seen[], what text)
returns table (plan_id uuid, shown text[])
language plpgsql stable rows 20 set search_path = app, pg_temp
set plan_cache_mode = force_generic_plan as $$
#variable_conflict use_column
declare
  plans uuid[];
  keys text[];
  stands_for uuid[] := case when what in ('tasks', 'unit_tasks') then stood_in_for() end;
  others uuid[] := case when what = 'unit_tasks' then unit_colleagues() end;
begin
  if what in ('plans', 'my_plans', 'people', 'person', 'number', 'consent', 'withdrawal', 'basis',
    'meetings', 'messages', 'kept', 'readings')
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
  select array_agg(distinct s.plan_id), array_agg(k.key) into plans, keys
  from unnest(parts) s cross join unnest(s.keys) k (key);
  if what in ('call', 'calls') then
    return query
    select w.plan_id, array_agg(distinct w.party || ':' || w.category) from (
      select c.plan_id, c.organisation_id as party, c.contribution_category as category
      from call c
      where c.plan_id = any (plans) and c.contribution_category is not null
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
      where x.plan_id = any (plans) and is_disclosed(x.disclosure, x.plan_id, x.from_party, keys)
      union all
      select x.plan_id, x.from_party, x.category from plan_text x
      where x.plan_id = any (plans) and x.meeting_id is not null and x.removed_at is null
        and is_disclosed(x.disclosure, x.plan_id, x.from_party, keys)
      union all
      select x.plan_id, x.party, x.note_category
      from (select n.*, coalesce(p.organisation_id, n.person_id) as party
        from attendance n left join participant p on p.id = n.participant_id
        where n.plan_id = any (plans) and n.note_category is not null) x
      where is_said_to(x.plan_id, x.party, x.note_category, keys)) w
    group by w.plan_id;
  else
    return query
    select w.plan_id, array_agg(distinct w.party || ':' || w.category) from (
      select x.plan_id, x.from_party as party, x.category from plan_text x
      where x.plan_id = any (plans) and x.removed_at is null
        and is_disclosed(x.disclosure, x.plan_id, x.from_party, keys)
      union all
      select x.plan_id, x.from_party, x.category from goal x
      where x.plan_id = any (plans) and x.removed_at is null
        and is_disclosed(x.disclosure, x.plan_id, x.from_party, keys)
      union all
      select x.plan_id, x.from_party, x.category from action x
      where x.plan_id = any (plans) and x.removed_at is null
        and is_disclosed(x.disclosure, x.plan_id, x.from_party, keys)
      union all
      select x.plan_id, x.party, x.comment_category
      from (select a.*, coalesce(a.organisation_id, a.person_id) as party from plan_approval a
        where a.plan_id = any (plans) and a.comment_category is not null) x
      where is_said_to(x.plan_id, x.party, x.comment_category, keys)) w
    group by w.plan_id;
  end if;
end $$;
