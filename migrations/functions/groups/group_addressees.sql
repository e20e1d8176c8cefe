-- Who reads mail about a group: the coordinators of one organisation, or of all who take part in it.
create or replace function app.group_addressees(wanted uuid, only_to uuid)
returns table (account_id uuid, organisation_id uuid)
language sql stable as $$
  select distinct a.id, o.id
  from app.working_group g
  join app.organisation o on o.county_id = g.county_id and o.closed_at is null
    and (o.id = only_to or (only_to is null and exists (select from app.group_member p
      where p.group_id = g.id and p.organisation_id = o.id and p.left_at is null)))
  join app.membership m on m.organisation_id = o.id and m.role = 'coordinator' and m.ended_at is null
  join app.account a on a.id = m.account_id and a.disabled_at is null and a.email is not null
  where g.id = wanted
$$;
