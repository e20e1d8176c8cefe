-- Why my organisation no longer takes part in an agreement that it had been let into, for its
-- coordinators: what it was called, when, by whom and why it was left out. Nothing of the text.
create or replace function app.why_left(wanted uuid)
returns table (title text, at timestamptz, told_by text, reason text)
language sql stable security definer set search_path = app, pg_temp as $$
  select g.title, p.left_at, o.author_name || ', ' || c.name, o.reason
  from agreement g
  join agreement_party p on p.agreement_id = g.id and p.left_at is not null
    and p.joined_at is not null and p.organisation_id = (select my_organisation())
  join outline_change o on o.agreement_id = g.id and o.kind = 'party_removed'
    and o.place_id = p.organisation_id
  join organisation c on c.id = o.organisation_id
  where g.id = wanted and i_am('coordinator')
  order by o.changed_at desc limit 1
$$;

grant execute on function app.why_left(uuid) to portal_app;
