-- Whether the last that somebody has said of an item is a yes that stands at `t`, and for longer than
-- `until`: to say yes until then is to say less than before.
create or replace function app.stands_beyond(wanted uuid, consenter uuid, wanted_item text,
  until timestamptz, t timestamptz) returns boolean
language sql stable as $$
  select coalesce((select a.kind = 'grant' and a.valid_from <= t and a.valid_to > greatest(until, t)
      and not exists (select from app.consent_act e where e.plan_id = wanted and e.corrects = a.id)
    from app.consent_act a
    where a.plan_id = wanted and a.consenter_id = consenter and a.kind <> 'error'
      and wanted_item = any (a.items)
    order by a.seq desc limit 1), false)
$$;
