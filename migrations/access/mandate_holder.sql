alter table app.mandate_holder enable row level security, force row level security;

grant select, insert on app.mandate_holder to portal_app;
grant select on app.mandate_holder to portal_authz;

create policy maintain on app.mandate_holder to portal_owner using (true) with check (true);
create policy authz on app.mandate_holder to portal_authz using (true) with check (true);

create policy own on app.mandate_holder for select to portal_app
  using (organisation_id = (select app.my_organisation()));

-- With its mandate and in the same transaction: whom it was given to is not added to later.
create policy administer_enter on app.mandate_holder for insert to portal_app
  with check (organisation_id = (select app.my_organisation())
    and county_id = (select app.my_county())
    and (select app.i_am('administrator'))
    and account_id = any ((select app.my_colleagues())::uuid[])
    and exists (select from app.signing_mandate m where m.id = mandate_holder.mandate_id
      and m.recorded_at >= now() and place between 1 and m.places));
