-- A clock of plans in a municipality that starts on a day: how long it lets something take, until
-- which day, and on which line of which agreement in force that day it rests. A plan does not say what
-- it is about, so where several agreements set the clock, what parties have said goes before what a
-- template suggests, and then the one that asks most of them. No agreement: what the newest
-- templates suggest; no template that knows of it: what the portal does. Null: the parties have said
-- that it is not relevant.
create or replace function app.clock_at(place uuid, wanted text, day date) returns jsonb
language sql stable security definer set search_path = app, pg_temp
set plan_cache_mode = force_generic_plan as $$
  with there as (
    select f.agreement_id, f.title, f.section_id, f.section_key, f.section_number,
      f.section_heading, f.label, f.said is null as is_default, f.agreement_id is null as is_template,
      (case when f.said is null then f.declared -> 'default' else f.said -> 'values' end) -> 0
        as within
    from facts_at(null, array[place], day, wanted) f
    where f.key = wanted and f.kind = 'duration'),
  offered as (
    select t.*, ends_on(t.within, day) as by from there t
    where t.within is not null
      and t.is_template = not exists (select from there o where not o.is_template)
    union all
    select null, '', null, null, null, null, s.label, true, true, s.within, ends_on(s.within, day)
    from (values
      ('sip-start', 'Arbetet med planen börjar', '{"unit": "at_once"}'::jsonb),
      ('sip-kallelse-fore', 'Kallelsen skickas före mötet, senast',
        '{"unit": "days", "number": 7}'),
      ('sip-svar-inom', 'Svar på kallelsen, inom', '{"unit": "days", "number": 5}'),
      ('sip-mote-inom', 'Första mötet, inom', '{"unit": "weeks", "number": 3}'),
      ('sip-uppfoljning-forsta', 'Första uppföljningen, inom',
        '{"unit": "weeks", "number": 6}'),
      ('sip-uppfoljning-var', 'Längst mellan uppföljningarna',
        '{"unit": "months", "number": 3}'),
      ('sip-paminnelse-fore', 'Påminnelse före möte, svar och uppföljning',
        '{"unit": "days", "number": 3}')) s (key, label, within)
    where s.key = wanted and not exists (select from there))
  select jsonb_build_object('key', wanted, 'from', day, 'by', o.by, 'within', o.within, 'label', o.label,
    'agreement_id', o.agreement_id, 'title', o.title, 'section_id', o.section_id,
    'section_key', o.section_key,
    'section', coalesce(o.section_number || '. ' || o.section_heading, ''),
    'is_default', o.is_default)
  from offered o
  -- what is to be done before something asks most when it is longest
  order by o.is_default, case when wanted like '%-fore' then day - o.by else o.by - day end, o.title
  limit 1
$$;
