-- Whether the last that somebody has said of an item is a yes that stands at `t`, and for longer than
-- `until`: to say yes until then is to say less than before. Not where it is the person's and they have
-- said no since in another place (app.consented()): a yes of theirs takes that back.
create or replace function app.stands_beyond(wanted uuid, consenter uuid, wanted_item text,
  until timestamptz, t timestamptz) returns boolean
language sql stable as $$
  with said as (
    select a.seq, a.kind, a.consenter_id, a.valid_from, a.valid_to,
      c.person_id = s.id as is_own, exists (select from app.consent_act e
        where e.plan_id = wanted and e.corrects = a.id) as is_annulled
    from app.consent_act a
    join app.consenter c on c.id = a.consenter_id
    join app.plan_person s on s.plan_id = a.plan_id and s.kind = 'subject'
    where a.plan_id = wanted and a.kind <> 'error' and wanted_item = any (a.items)),
  standing as (
    select * from said where consenter_id = consenter order by seq desc limit 1),
  own_word as (
    select * from said where is_own and (kind in ('refuse', 'withdraw')
      or (kind = 'grant' and not is_annulled)) order by seq desc limit 1)
  select exists (select from standing
    where kind = 'grant' and not is_annulled and valid_from <= t and valid_to > greatest(until, t)
      and not (is_own and exists (select from own_word w where w.kind <> 'grant')))
$$;
