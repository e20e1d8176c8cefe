-- What may be published of a county's plans whose need was found in `year`: a table for each
-- measure, with its sum as the choice 'all', the means that follow from a sum that is shown, and
-- the county's own line. None stands for organisations that have closed. What tells of few plans is
-- held back however much it counts: six meetings without the person may be one person's. What is asked
-- of all plans (children, violence, understood), and what is late now (overdue), is of the county
-- alone, and shown only where no other table says the rest of it: the former when how far its plans
-- have come is shown as a whole, each of the latter when those that were ever late are, and not few
-- plans have some that are so no more.
create or replace function app.held_back_figures(county uuid, year integer)
returns table (organisation_id uuid, is_county boolean, measure text, choice text, amount numeric)
language sql stable set search_path = app, pg_temp as $$
  with asked (measure, choices) as (values
    ('plans', array['preparing', 'running', 'closed', 'declined', 'not_started']),
    ('waited', array['held']), ('started', array['yes', 'no']), ('met', array['yes', 'no']),
    ('answered', array['yes', 'no']), ('summoned', array['yes', 'no']),
    ('present', array['yes', 'no']), ('called_came', array['yes', 'no']),
    ('owned', array['yes', 'no']), ('followed_up', array['yes', 'no']),
    ('survey', array['answers'])),
  means (measure, of, choice) as (values ('waited', 'waited_days', 'sum'),
    ('survey', 'survey', 'information'), ('survey', 'survey', 'participation'),
    ('survey', 'survey', 'cooperation'), ('survey', 'survey', 'meaning')),
  noted as materialized (
    select o.id, o.sort_key, f.plan_id, f.measure, f.choice, f.amount
    from sip_figures(held_back_figures.county, held_back_figures.year) f
    left join organisation o on o.id = f.organisation_id and o.closed_at is null),
  counted as materialized (
    select n.id, n.sort_key, n.measure, n.choice, sum(n.amount)::bigint as amount
    from noted n group by n.id, n.sort_key, n.measure, n.choice),
  -- of how many plans each number tells: a line's and a choice's, and the totals of both
  behind as materialized (
    select n.id, grouping(n.id) = 1 as is_county, n.measure, coalesce(n.choice, 'all') as choice,
      count(distinct n.plan_id) as plans
    from noted n join asked a on a.measure = n.measure and n.choice = any (a.choices)
    group by n.measure, grouping sets ((n.id, n.choice), (n.id), (n.choice), ())),
  lines as (
    select a.measure, c.id, c.sort_key, array(select coalesce((select n.amount from counted n
        where n.id is not distinct from c.id and n.measure = a.measure and n.choice = x.choice), 0)
      from unnest(a.choices) with ordinality x (choice, place) order by x.place) as amounts,
      array(select coalesce((select b.plans from behind b where not b.is_county
          and b.id is not distinct from c.id and b.measure = a.measure and b.choice = x.choice), 0)
        from unnest(a.choices || 'all'::text) with ordinality x (choice, place)
        order by x.place) as plans
    from asked a join counted c on c.measure = a.measure and c.choice = any (a.choices)
    group by a.measure, a.choices, c.id, c.sort_key having sum(c.amount) > 0),
  tables as (
    select a.measure, a.choices, array_agg(l.id order by l.sort_key, l.id) as ids,
      coalesce(array_agg(l.amounts order by l.sort_key, l.id) filter (where l.measure is not null),
        array_fill(0::bigint, array[1, cardinality(a.choices)])) as counts,
      coalesce(array_agg(l.plans order by l.sort_key, l.id) filter (where l.measure is not null),
        array_fill(0::bigint, array[1, cardinality(a.choices) + 1]))
        || array(select coalesce((select b.plans from behind b where b.is_county
            and b.measure = a.measure and b.choice = x.choice), 0)
          from unnest(a.choices || 'all'::text) with ordinality x (choice, place)
          order by x.place) as plans,
      count(l.measure) as height
    from asked a left join lines l on l.measure = a.measure group by a.measure, a.choices),
  shown as materialized (
    select t.measure, coalesce(t.choices[s.choice], 'all') as choice, s.amount,
      s.line > array_length(t.counts, 1) as is_county,
      case when s.line <= t.height then t.ids[s.line] end as id
    from tables t cross join lateral suppressed(t.counts, t.plans) s
    where s.line <= t.height or s.line > array_length(t.counts, 1))
  select s.id, s.is_county, s.measure, s.choice, s.amount::numeric
  from shown s
  union all
  select null, true, q.measure, coalesce((array['yes', 'no'])[a.choice], 'all'),
    case when p.is_whole then a.amount end
  from (values ('children'), ('violence'), ('understood')) q (measure)
  cross join lateral (select coalesce(sum(n.amount) filter (where n.choice = 'yes'), 0)::bigint as yes,
    coalesce(sum(n.amount) filter (where n.choice = 'no'), 0)::bigint as no
    from counted n where n.measure = q.measure) c
  cross join (select bool_and(s.amount is not null) as is_whole from shown s
    where s.measure = 'plans' and s.is_county) p
  cross join lateral suppressed(array[array[c.yes, c.no]]) a
  where a.line = 2
  union all
  select null, true, 'overdue', o.choice, case when c.plans not between 1 and 4
    and c.others not between 1 and 4 and s.amount is not null then c.amount end
  from (values ('start', 'started'), ('answer', 'answered'), ('meeting', 'met'),
    ('follow_up', 'followed_up')) o (choice, ever)
  cross join lateral (select coalesce(sum(p.late), 0) as amount,
      count(*) filter (where p.late > 0) as plans, count(*) filter (where p.ever > p.late) as others
    from (select coalesce(sum(n.amount) filter (where n.measure = 'overdue'), 0) as late,
        coalesce(sum(n.amount) filter (where n.measure = o.ever), 0) as ever
      from noted n
      where (n.measure, n.choice) in (('overdue', o.choice), (o.ever, 'no')) group by n.plan_id) p) c
  join shown s on s.measure = o.ever and s.is_county and s.choice = 'no'
  union all
  select s.id, s.is_county, m.measure, m.choice, round((select sum(n.amount) from counted n
    where n.measure = m.of and n.choice = m.choice
      and (s.is_county or n.id is not distinct from s.id)) / nullif(s.amount, 0), 1)
  from shown s join means m on m.measure = s.measure
  where s.choice = 'all'
$$;
