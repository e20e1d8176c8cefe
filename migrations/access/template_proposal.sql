alter table app.template_proposal enable row level security, force row level security;

-- What was proposed is never rewritten; the coordination group settles it once.
grant select, insert on app.template_proposal to portal_app;
grant update (status, reason, settled_by, settled_at) on app.template_proposal to portal_app;

create policy maintain on app.template_proposal to portal_owner using (true) with check (true);

-- Nothing in it points anybody out, and the template is everybody's.
create policy read on app.template_proposal for select to portal_app
  using (county_id = (select app.my_county())
    and ((select app.i_am('coordinator')) or (select app.i_am('caseworker'))));

create policy add on app.template_proposal for insert to portal_app
  with check (organisation_id = (select app.my_organisation())
    and county_id = (select app.my_county())
    and (select app.i_am('coordinator'))
    and status = 'waiting' and settled_at is null);

create policy settle on app.template_proposal for update to portal_app
  using (county_id = (select app.my_county()) and (select app.is_coordination_group())
    and (select app.i_am('coordinator')) and status = 'waiting')
  with check (status <> 'waiting' and settled_by = (select app.my_name()));

-- When it happened is the database's to say.
create trigger proposed_at_is_now before insert on app.template_proposal
  for each row when (current_user = 'portal_app') execute function app.stamp('proposed_at');

create trigger settled_at_is_now before update of settled_at on app.template_proposal
  for each row when (current_user = 'portal_app') execute function app.stamp('settled_at');
