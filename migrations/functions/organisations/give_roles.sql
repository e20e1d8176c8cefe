-- Give those of the `wanted` roles that are held in an organisation, or in one unit of it, to the same
-- people in another organisation or unit, and tell them. Whoever administers, coordinates or signs
-- does so for all of an organisation, in whichever unit the role is held.
create or replace function app.give_roles(leaving uuid, from_unit uuid, receiver uuid, to_unit uuid,
  wanted text[]) returns void
language plpgsql volatile as $$
begin
  insert into app.membership (id, county_id, account_id, organisation_id, unit_id, role, granted_at)
  select distinct on (m.account_id, m.role) gen_random_uuid(), m.county_id, m.account_id, receiver,
    to_unit, m.role, clock_timestamp()
  from app.membership m
  where m.organisation_id = leaving and (m.unit_id is not distinct from from_unit
      or (from_unit is null and m.role in ('administrator', 'coordinator', 'signatory')))
    and m.ended_at is null and m.role = any (wanted)
    and not exists (select from app.membership n where n.account_id = m.account_id
      and n.organisation_id = receiver and n.role = m.role and n.ended_at is null
      and n.unit_id is not distinct from to_unit);
  perform app.tell_moved(leaving, receiver);
end $$;
