-- Let a plan's clocks follow what has happened in it. Each starts once, by the agreement in force on
-- the day that it starts, and no later agreement moves it: the first meeting from the need, the work
-- from consent, the first follow-up from the first version, and the next from the one before. When
-- the work began and they first met stands beside, so that what is late is seen from the row.
create or replace function app.run_clocks(wanted uuid) returns void
language plpgsql volatile security definer set search_path = app, pg_temp as $$
declare
  p plan;
  told jsonb;
  consented date;
  followed date;
  made date;
  began date;
  met date;
begin
  select * into p from plan where id = wanted for no key update;
  told := p.clocks;
  if not told ? 'meeting' then
    told := told || jsonb_build_object('meeting',
      clock_at(p.municipality_id, 'sip-mote-inom', p.need_found_on));
  end if;
  consented := (p.consented_at at time zone 'Europe/Stockholm')::date;
  if consented is not null and not told ? 'start' then
    told := told || jsonb_build_object('start',
      clock_at(p.municipality_id, 'sip-start', consented));
  end if;
  select max(f.held_on) into followed from follow_up f where f.plan_id = p.id;
  select min((v.made_at at time zone 'Europe/Stockholm')::date) into made
    from plan_version v where v.plan_id = p.id;
  if coalesce(followed, made)
    is distinct from (told ->> 'follow_up_from')::date
  then
    told := told || jsonb_build_object('follow_up_from', coalesce(followed, made), 'follow_up',
      clock_at(p.municipality_id, case when followed is null then 'sip-uppfoljning-forsta'
        else 'sip-uppfoljning-var' end, coalesce(followed, made)));
  end if;
  select least(min((c.sent_at at time zone 'Europe/Stockholm')::date),
      (select min((m.changed_at at time zone 'Europe/Stockholm')::date)
        from meeting m where m.plan_id = p.id)) into began
    from call c where c.plan_id = p.id;
  select min((m.starts_at at time zone 'Europe/Stockholm')::date) into met
    from meeting m where m.plan_id = p.id and m.status = 'held';
  update plan set clocks = told,
    start_due_on = (told -> 'start' ->> 'by')::date, begun_on = coalesce(p.begun_on, began),
    meet_due_on = (told -> 'meeting' ->> 'by')::date, met_on = met,
    follow_up_due_on = (told -> 'follow_up' ->> 'by')::date
  where id = p.id and (told, coalesce(p.begun_on, began), met)
    is distinct from (p.clocks, p.begun_on, p.met_on);
end $$;
