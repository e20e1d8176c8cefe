-- The groups that I read, for whoever works with them here: those that my organisation takes part in or
-- calls together, and for the county's coordination group those of its county, but of an agreement only
-- when that has been signed. Every policy of a group's tables asks, so it is one planned query.
create or replace function app.my_groups() returns uuid[]
language plpgsql stable security definer set search_path = app, pg_temp as $$
begin
  return array(
    select g.id from acting() me
    join organisation o on o.id = me.organisation_id
    join working_group g on g.county_id = o.county_id
    where exists (select from membership m where m.account_id = me.account_id
        and m.organisation_id = me.organisation_id and m.ended_at is null
        and m.role in ('coordinator', 'signatory', 'caseworker'))
      and (g.convener_id = me.organisation_id
        or exists (select from group_member p where p.group_id = g.id
          and p.organisation_id = me.organisation_id and p.left_at is null)
        or (o.kind = 'coordination_group' and (g.agreement_id is null
          or exists (select from agreement a where a.id = g.agreement_id
            and a.status in ('in_force', 'superseded'))))));
end $$;
grant execute on function app.my_groups() to portal_app;
