-- Whether a party's last word on a shared agreement is that it is ready, said of the text as it is now
-- and since it was shared, or came back, last. agreements/readings.py says the same.
create or replace function app.has_said_ready(wanted uuid, organisation uuid) returns boolean
language sql stable security definer set search_path = app, pg_temp as $$
  select coalesce((select r.kind = 'ready' and r.revision = g.revision and r.read_at >= g.status_at
    from party_reading r join agreement g on g.id = r.agreement_id
    where r.agreement_id = wanted and r.organisation_id = organisation and r.kind <> 'read'
    order by r.read_at desc, r.id desc limit 1), false)
$$;
