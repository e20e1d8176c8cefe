alter table app.plan_person enable row level security, force row level security;

-- Nobody is linked but by a code that they use themselves: see app.accept_invitation.
grant select, insert on app.plan_person to portal_app;
grant update (capacity, name_sealed, relation_sealed, understood_sealed, personnummer_sealed, personnummer_index,
  born_sealed, ended_at) on app.plan_person to portal_app;
grant select on app.plan_person to portal_authz;
grant update (account_id, linked_at, proved_index) on app.plan_person to portal_authz;

create policy maintain on app.plan_person to portal_owner using (true) with check (true);
create policy authz on app.plan_person to portal_authz using (true) with check (true);

create policy read on app.plan_person for select to portal_app
  using (app.is_person_seen(plan_id, id, kind, (select app.known_plans())::uuid[],
    (select app.my_people())::uuid[], (select app.called_plans())::uuid[]));

-- nobody is linked but by a code that they use themselves
create policy add on app.plan_person for insert to portal_app
  with check (plan_id = any ((select app.my_cases())::uuid[])
    and account_id is null
    and linked_at is null
    and proved_index is null);

create policy change on app.plan_person for update to portal_app
  using (plan_id = any ((select app.my_cases())::uuid[]))
  with check (plan_id = any ((select app.my_cases())::uuid[]));

-- who answers in the person's place does so in a capacity that lets them
create trigger stays_able before update of capacity on app.plan_person for each row
  when (new.capacity is distinct from old.capacity)
  execute function app.refuse_recast();

-- whoever is linked showed a number once: it has to be the one that is noted
create trigger still_proven before update of personnummer_index on app.plan_person for each row
  when (old.account_id is not null
    and new.personnummer_index is distinct from old.personnummer_index
    and new.personnummer_index <> coalesce(old.proved_index, ''))
  execute function app.unlink();

create trigger leaves before update of ended_at on app.plan_person
  for each row when (old.ended_at is null and new.ended_at is not null)
  execute function app.refuse_leaving();

-- When it happened is the database's to say.
create trigger recorded_at_is_now before insert on app.plan_person
  for each row when (current_user = 'portal_app') execute function app.stamp('recorded_at');

create trigger ended_at_is_now before insert or update of ended_at on app.plan_person
  for each row when (current_user = 'portal_app' and new.ended_at is not null)
  execute function app.stamp('ended_at');

-- and it does not happen again, or never have happened
create trigger ended_at_stays before update of ended_at on app.plan_person
  for each row when (current_user = 'portal_app' and old.ended_at is not null)
  execute function app.refuse_change();
