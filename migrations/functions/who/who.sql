-- Who asks, with names, roles, what the page's head shows, and how long the session lasts unused and
-- at most: one row, or none. `keeps_drafts`: they have begun a text there, which may be theirs to
-- read still or not. The roles that open plans are theirs in a strong sign-in only.
create or replace function app.who()
returns table (account_id uuid, account_name text, organisation_id uuid, organisation_name text,
  organisation_kind text, county_id uuid, county_name text, roles text[], session_id uuid,
  organisations integer, is_due_for_touch boolean, idle_seconds integer, ends_in integer, keeps_drafts boolean)
language sql stable security definer set search_path = app, pg_temp as $$
  select a.id, a.name, o.id, o.name, o.kind, o.county_id, c.name,
    array(select distinct m.role from membership m where m.account_id = a.id
          and m.organisation_id = o.id and m.ended_at is null
          and (is_strong(s.level) or m.role not in ('caseworker', 'individual')) order by 1),
    s.id,
    (select count(distinct m.organisation_id)::int from membership m
     join organisation x on x.id = m.organisation_id
     where m.account_id = a.id and m.ended_at is null and x.closed_at is null
       and is_spoken_for(s.organisation_number, x.organisation_number)),
    s.last_seen_at < now() - interval '1 minute',
    s.idle_seconds, extract(epoch from s.expires_at - now())::int,
    exists (select from draft d where d.account_id = a.id and d.organisation_id = o.id)
  from live_session() s join account a on a.id = s.account_id
  join organisation o on o.id = s.organisation_id and o.closed_at is null
  join county c on c.id = o.county_id
  where exists (select from membership m where m.account_id = a.id
                and m.organisation_id = o.id and m.ended_at is null)
$$;

grant execute on function app.who() to portal_app;
