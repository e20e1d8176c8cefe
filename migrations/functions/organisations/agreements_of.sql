-- The agreements of an organisation that somebody has to follow when it ends, as a party or a place in
-- their area, for whoever administers the county: what they are called, how far they have come, and whether it began it.
create or replace function app.agreements_of(wanted uuid)
returns table (id uuid, title text, status text, is_own boolean,
  subject_id uuid)
language sql stable security definer set search_path = app, pg_temp as $$
  select g.id, g.title, g.status, g.creator_id = o.id and g.amends_id is null, g.subject_id
  from organisation o
  join agreement g on g.county_id = o.county_id
    and (o.id = any (g.municipality_ids) or exists (select from agreement_party p
      where p.agreement_id = g.id and p.organisation_id = o.id and p.left_at is null))
    and g.status in ('draft', 'shared', 'decision', 'signing', 'in_force', 'superseded')
  where o.id = wanted and administers_county(o.county_id)
  order by g.created_at, g.id
$$;

grant execute on function app.agreements_of(uuid) to portal_app;
