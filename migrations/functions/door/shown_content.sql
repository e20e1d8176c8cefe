-- Whose words of which kinds of information ("source:category") a reading shows, as the log keeps
-- it: what of the plan these keys open, with what is said of its versions; or what called parties
-- bring; or of the meetings the agendas and what is written with answers; or one's own measures.
-- Pages of people, consent, lists and the log itself show nothing of it.
create or replace function app.shown_content(wanted uuid, keys text[], mine uuid[], what text)
returns text[]
language plpgsql stable set search_path = app, pg_temp
set plan_cache_mode = force_generic_plan as $$
begin
  case
    when what in ('plans', 'my_plans', 'people', 'person', 'consent', 'withdrawal', 'basis',
      'readings') then return '{}';
    when what in ('call', 'calls') then
      return array(select distinct c.organisation_id || ':' || c.contribution_category from call c
        where c.plan_id = wanted and c.contribution_category is not null
          and is_said_to(c.plan_id, c.organisation_id, c.contribution_category, keys)
        order by 1);
    when what in ('meeting', 'meetings') then
      return array(
        select x.from_party || ':' || x.category from agenda_item x
        where x.plan_id = wanted and is_disclosed(x.disclosure, x.plan_id, x.from_party, keys)
        union
        select x.party || ':' || x.note_category
        from (select n.*, coalesce(p.organisation_id, n.person_id) as party
          from attendance n left join participant p on p.id = n.participant_id
          where n.plan_id = wanted and n.note_category is not null) x
        where is_said_to(x.plan_id, x.party, x.note_category, keys)
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
        union
        select x.party || ':' || x.comment_category
        from (select a.*, coalesce(a.organisation_id, a.person_id) as party from plan_approval a
          where a.plan_id = wanted and a.comment_category is not null) x
        where is_said_to(x.plan_id, x.party, x.comment_category, keys)
        order by 1);
  end case;
end $$;
