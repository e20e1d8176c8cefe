-- Whom the session acts for, while the person still has a role there. Written out where it is
-- called, as app.live_session() is.
create or replace function app.acting()
returns table (account_id uuid, organisation_id uuid, organisation_kind text, county_id uuid,
  level integer)
language sql stable rows 1 as $$
  select s.account_id, o.id, o.kind, o.county_id, s.level
  from app.live_session() s
  join app.organisation o on o.id = s.organisation_id and o.closed_at is null
  where exists (select from app.membership m where m.account_id = s.account_id
                and m.organisation_id = o.id and m.ended_at is null)
$$;
