-- At most one agreement holds for a subject in a municipality on a day. What goes to decision may
-- meet those that it names, which it takes over from when all have signed, and no other, neither one
-- that holds nor one that is being decided on or signed; what has
-- been signed meets none. One that prolongs another adds its days to that one.
create or replace function app.refuse_overlap() returns trigger
language plpgsql security definer set search_path = app, pg_temp as $$
begin
  -- one at a time of those that could meet
  perform pg_advisory_xact_lock(hashtextextended(s.place || ':' || new.subject_id, 0))
  from (select place from unnest(new.municipality_ids) place order by place offset 0) s;
  if (new.status = 'decision' and meets_in_decision(new.id)) or exists (select from agreement a
    cross join unnest(a.municipality_ids) place
    cross join lateral in_force(a.subject_id, place, a.valid_from,
      coalesce(a.last_day, 'infinity')) f
    where a.id = new.id and f.agreement_id not in (a.id, coalesce(a.amends_id, a.id))
      and a.valid_from <= coalesce(a.last_day, 'infinity')
      and (a.status <> 'decision' or f.agreement_id <> all (a.replaces_ids)))
  then
    raise exception 'agreement % meets another that holds', new.id
      using errcode = 'insufficient_privilege';
  end if;
  return null;
end $$;
