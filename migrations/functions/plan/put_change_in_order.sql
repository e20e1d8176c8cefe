-- Numbers a change in its plan and says when it was made, by whom, for which organisation, and whether
-- in somebody else's name.
create or replace function app.put_change_in_order() returns trigger
language plpgsql security definer set search_path = app, pg_temp as $$
begin
  perform from plan where id = new.plan_id for no key update;
  new.seq := coalesce((select max(seq) from plan_change where plan_id = new.plan_id), 0) + 1;
  if new.at is null or not pg_has_role(session_user, 'portal_owner', 'member') then
    new.at := clock_timestamp();
  end if;
  if not pg_has_role(session_user, 'portal_owner', 'member') then
    new.name := my_name();
    new.organisation_id := (select o.id from organisation o
      where o.id = (select my_organisation()) and o.kind <> 'individuals');
    new.on_behalf := exists (select from plan_person p
        where p.plan_id = new.plan_id and p.id = new.from_party)
      and not new.from_party = any ((select my_people())::uuid[]);
  end if;
  return new;
end $$;
