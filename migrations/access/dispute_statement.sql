alter table app.dispute_statement enable row level security, force row level security;

-- What has been said stays.
grant select, insert on app.dispute_statement to portal_app;
grant select on app.dispute_statement to portal_authz;

create policy maintain on app.dispute_statement to portal_owner using (true) with check (true);
create policy authz on app.dispute_statement to portal_authz using (true) with check (true);

-- Whoever reads the dispute.
create policy read on app.dispute_statement for select to portal_app
  using (exists (select from app.dispute d where d.id = dispute_id));

create policy add on app.dispute_statement for insert to portal_app
  with check (app.may_write_dispute(dispute_id) and county_id = (select app.my_county())
    and organisation_id = (select app.my_organisation())
    and said_by = (select app.my_name()));

-- When it happened is the database's to say.
create trigger said_at_is_now before insert on app.dispute_statement
  for each row when (current_user = 'portal_app') execute function app.stamp('said_at');
