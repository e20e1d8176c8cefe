-- What counties' pages said before section 2 of the agreements did. Nothing reads it any more but the
-- release before, as long as its processes run beside this one.
alter table app.agreement_clock enable row level security, force row level security;

grant select on app.agreement_clock to portal_app;

create policy maintain on app.agreement_clock to portal_owner using (true) with check (true);

create policy read on app.agreement_clock for select to portal_app
  using (county_id = (select app.my_county()));
