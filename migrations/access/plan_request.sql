alter table app.plan_request enable row level security, force row level security;

-- Whoever asks is nobody that the portal knows: app.ask_for_plan writes it.
grant select on app.plan_request to portal_app;
grant update (wrapped, taken_by, taken_by_name, taken_at, outcome, settled_by, settled_at)
  on app.plan_request to portal_app;
grant select, insert on app.plan_request to portal_authz;
grant update (organisation_id, taken_by, taken_by_name, taken_at) on app.plan_request to portal_authz;

create policy maintain on app.plan_request to portal_owner using (true) with check (true);
create policy authz on app.plan_request to portal_authz using (true) with check (true);

-- Those who make plans at the organisation that was asked.
create policy read on app.plan_request for select to portal_app
  using (organisation_id = (select app.my_organisation()) and (select app.i_am('caseworker')));

-- one takes it in hand, in their own name, and says in the end what came of it
create policy change on app.plan_request for update to portal_app
  using (organisation_id = (select app.my_organisation()) and (select app.i_am('caseworker'))
    and settled_at is null)
  with check (taken_by = (select app.my_account()) and taken_by_name = (select app.my_name())
    and (settled_by is null or settled_by = (select app.my_name())));

-- When it happened is the database's to say.
create trigger taken_at_is_now before update of taken_at on app.plan_request
  for each row when (current_user = 'portal_app') execute function app.stamp('taken_at');

create trigger settled_at_is_now before update of settled_at on app.plan_request
  for each row when (current_user = 'portal_app' and new.settled_at is not null)
  execute function app.stamp('settled_at');
