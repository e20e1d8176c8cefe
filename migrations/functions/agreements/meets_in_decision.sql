-- Whether another agreement on the subject is being decided on or signed, to hold in one of the same
-- municipalities on one of the same days. An addendum adds no days.
create or replace function app.meets_in_decision(wanted uuid) returns boolean
language sql stable security definer set search_path = app, pg_temp as $$
  select exists (select from agreement a
    join agreement o on o.county_id = a.county_id and o.subject_id = a.subject_id and o.id <> a.id
      and o.status in ('decision', 'signing') and not o.amends_text
      and o.municipality_ids && a.municipality_ids
      and o.valid_from <= coalesce(a.valid_until, 'infinity')
      and coalesce(o.valid_until, 'infinity') >= a.valid_from
    where a.id = wanted and not a.amends_text)
$$;

grant execute on function app.meets_in_decision(uuid) to portal_app;
