-- Whose words of which kinds of information ("source:category") a reading shows, as the log keeps
-- it: what of the plan these keys open, or of the meetings' agendas, or of one's own measures.
-- Pages of people, consent, calls, lists and the log itself show nothing of it.
create or replace function app.shown_content(wanted uuid, keys text[], mine uuid[], what text)
returns text[]
language plpgsql stable set search_path = app, pg_temp
set plan_cache_mode = force_generic_plan as $$
begin
  case
    when what in ('plans', 'my_plans', 'people', 'person', 'consent', 'withdrawal', 'basis', 'call',
      'calls', 'readings') then return '{}';
    when what in ('meeting', 'meetings') then
      return array(select distinct x.from_party || ':' || x.category from agenda_item x
        where x.plan_id = wanted and is_disclosed(x.disclosure, x.plan_id, x.from_party, keys)
        order by 1);
    when what = 'tasks' then
      return array(select distinct x.from_party || ':' || x.category from action x
        where x.plan_id = wanted and x.responsible_id = any (mine) and x.removed_at is null
          and x.status in ('not_started', 'in_progress')
          and is_disclosed(x.disclosure, x.plan_id, x.from_party, keys)
        order by 1);
    else
      return array(
        select x.from_party || ':' || x.category from plan_text x
        where x.plan_id = wanted and x.removed_at is null
          and is_disclosed(x.disclosure, x.plan_id, x.from_party, keys)
        union
        select x.from_party || ':' || x.category from goal x
        where x.plan_id = wanted and x.removed_at is null
          and is_disclosed(x.disclosure, x.plan_id, x.from_party, keys)
        union
        select x.from_party || ':' || x.category from action x
        where x.plan_id = wanted and x.removed_at is null
          and is_disclosed(x.disclosure, x.plan_id, x.from_party, keys)
        order by 1);
  end case;
end $$;
