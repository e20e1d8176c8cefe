-- What holds for a subject in a municipality of my county on a day, or on any day between two; of
-- every subject, or municipality, where none is named. An agreement is there once for each municipality
-- of its area. The table works out its last day: the one that was agreed, the one before another takes
-- over from it, or the one that notice was given for; none for one until further notice. `text_id`
-- is where its text and measures stand on the first of the days: with itself, or its latest addendum.
-- Its plan is kept also where the asker's is not (app.search_agreements).
create or replace function app.in_force(subject uuid, municipality uuid, first date,
  last date default null)
returns table (agreement_id uuid, subject_id uuid, municipality_id uuid, title text,
  valid_from date, last_day date, text_id uuid,
  municipality_ids uuid[], covers_county boolean, on_paper boolean)
language plpgsql stable rows 3 security definer set search_path = app, pg_temp
set plan_cache_mode = force_generic_plan as $$
declare
  counties uuid[] := case when pg_has_role(session_user, 'portal_owner', 'member')
      or pg_has_role(session_user, 'portal_worker', 'member')
    then array(select c.id from county c) else array[my_county()] end;
begin
  return query
  select a.id, a.subject_id, r.municipality_id, a.title, a.valid_from,
    a.last_day, coalesce(t.id, a.id), a.municipality_ids, a.covers_county, a.on_paper
  from agreement a
  join agreement_area r on r.agreement_id = a.id
  left join lateral (select x.id from agreement x
    where x.amends_id = a.id and x.amends_text and x.status = 'in_force' and x.valid_from <= first
    order by x.valid_from desc, x.status_at desc, x.id limit 1) t on true
  where a.status in ('in_force', 'superseded') and a.amends_id is null
    and (subject is null or a.subject_id = subject)
    and (municipality is null or r.municipality_id = municipality)
    and a.county_id = any (counties)
    and a.valid_from <= coalesce(last, first)
    -- by an index: most have ended long since
    and (a.last_day is null or a.last_day >= first)
    and coalesce(a.last_day, 'infinity') >= greatest(first, a.valid_from);
end $$;

grant execute on function app.in_force(uuid, uuid, date, date) to portal_app;
