alter table app.dispute_level enable row level security, force row level security;

-- Copied from the agreement when the dispute is opened; the functions of the database climb it.
grant select, insert on app.dispute_level to portal_app;
grant select on app.dispute_level to portal_authz;
grant update (started_on, due_on, ended_on, outcome, lifted_by, other_function, third_function)
  on app.dispute_level to portal_authz;

create policy maintain on app.dispute_level to portal_owner using (true) with check (true);
create policy authz on app.dispute_level to portal_authz using (true) with check (true);

-- Whoever reads the dispute.
create policy read on app.dispute_level for select to portal_app
  using (exists (select from app.dispute d where d.id = dispute_id));

create policy add on app.dispute_level for insert to portal_app
  with check (app.may_write_dispute(dispute_id) and county_id = (select app.my_county())
    and ended_on is null and (started_on is not null) = (number = 1));

-- The first level begins when the dispute does.
create trigger started_on_is_today before insert on app.dispute_level
  for each row when (current_user = 'portal_app' and new.started_on is not null)
  execute function app.stamp_day('started_on');
