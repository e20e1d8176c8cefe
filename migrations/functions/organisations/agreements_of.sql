-- The agreements of an organisation that somebody has to follow when it ends, as a party or a place in
-- their area, for whoever administers the county: what they are called, how far they have come, and whether it began it.
create or replace function app.agreements_of(wanted uuid)
returns table (id uuid, title text, status text, is_own boolean,
  subject_id uuid)
language sql stable security definer set search_path = app, pg_temp as $$
  with there as (
    select p.agreement_id as id from agreement_party p
    where p.organisation_id = wanted and p.left_at is null
    union
    select r.agreement_id from agreement_area r where r.municipality_id = wanted)
  select g.id, g.title, g.status, g.creator_id = o.id and g.amends_id is null, g.subject_id
  from there
  join agreement g on g.id = there.id
  join organisation o on o.id = wanted and o.county_id = g.county_id
  where g.status in ('draft', 'shared', 'decision', 'signing', 'in_force', 'superseded')
    and administers_county(o.county_id)
  order by g.created_at, g.id
$$;

grant execute on function app.agreements_of(uuid) to portal_app;
