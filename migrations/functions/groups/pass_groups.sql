-- What an organisation that ends had in groups goes on without it: those who come after it take its place
-- as members, and the first of them also in what is decided and not done, in minutes that wait for it and
-- as who calls a group together. Where nobody comes after, another that takes part calls it together and does
-- what was decided, and minutes do not wait for the one that has ended.
create or replace function app.pass_groups(leaving uuid, receivers uuid[]) returns void
language plpgsql volatile security definer set search_path = app, pg_temp as $$
begin
  insert into group_member (id, county_id, group_id, organisation_id, function, confirms, joined_at)
  select gen_random_uuid(), p.county_id, p.group_id, r.id, p.function, p.confirms, clock_timestamp()
  from group_member p cross join unnest(receivers) r (id)
  where p.organisation_id = leaving and p.left_at is null
  on conflict (group_id, organisation_id, function) where left_at is null do nothing;
  update group_decision d set member_id = n.id
  from group_member p join group_member n on n.group_id = p.group_id and n.function = p.function
    and n.organisation_id = receivers[1] and n.left_at is null
  where d.member_id = p.id and p.organisation_id = leaving and d.done_at is null;
  update group_meeting m set confirmer_ids =
    array_remove(array_remove(m.confirmer_ids, leaving), receivers[1])
    || case when cardinality(receivers) > 0 then array[receivers[1]] else '{}'::uuid[] end
  where leaving = any (m.confirmer_ids) and m.fixed_at is null and m.status = 'held'
    and cardinality(receivers) > 0 and not exists (select from minutes_confirmation c where c.meeting_id = m.id
      and c.organisation_id = leaving and c.revision = m.minutes_revision);
  update working_group g set convener_id = coalesce(receivers[1],
    (select p.organisation_id from group_member p where p.group_id = g.id and p.left_at is null
      and p.organisation_id <> leaving order by p.joined_at, p.id limit 1), g.convener_id)
  where g.convener_id = leaving;
  update group_member set left_at = clock_timestamp()
  where organisation_id = leaving and left_at is null;
  if coalesce(cardinality(receivers), 0) = 0 then
    update group_decision d set member_id = (select n.id from group_member n
      join working_group g on g.id = n.group_id
      where n.group_id = d.group_id and n.left_at is null
      order by (n.organisation_id = g.convener_id) desc, n.joined_at, n.id limit 1)
    from group_member p where d.member_id = p.id and p.organisation_id = leaving and d.done_at is null
      and exists (select from group_member n where n.group_id = d.group_id and n.left_at is null);
    perform release_minutes(one.group_id, leaving) from (select distinct m.group_id from group_meeting m
      where leaving = any (m.confirmer_ids) and m.fixed_at is null and m.status = 'held') one;
  end if;
end $$;
