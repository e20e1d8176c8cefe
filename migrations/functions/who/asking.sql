-- Who asks in SIP, in a strong sign-in: a caseworker with the units of the role (none: all of the organisation), or a
-- private person, whose units are null.
create or replace function app.asking()
returns table (account_id uuid, organisation_id uuid, county_id uuid, units uuid[])
language sql stable rows 1 as $$
  select me.account_id, me.organisation_id, me.county_id,
    case when me.organisation_kind = 'individuals' then null
      when bool_or(m.unit_id is null) then '{}' else array_agg(m.unit_id) end
  from app.acting() me
  join app.membership m on m.account_id = me.account_id and m.ended_at is null
    and m.organisation_id = me.organisation_id
    and m.role = case when me.organisation_kind = 'individuals' then 'individual'
      else 'caseworker' end
  where app.is_strong(me.level)
  group by 1, 2, 3, me.organisation_kind
$$;
