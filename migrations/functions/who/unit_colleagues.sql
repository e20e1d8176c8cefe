-- The caseworkers of my organisation who work where I do: at one of my units, or where I have none at
-- any; whoever has no unit works at all of them.
create or replace function app.unit_colleagues() returns uuid[]
language sql stable as $$
  select coalesce(array_agg(distinct m.account_id), '{}') from app.asking() me
  join app.membership m on m.organisation_id = me.organisation_id and m.role = 'caseworker'
    and m.ended_at is null
  where me.units is not null
    and (me.units = '{}' or m.unit_id is null or m.unit_id = any (me.units))
$$;
