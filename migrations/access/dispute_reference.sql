alter table app.dispute_reference enable row level security, force row level security;

-- Each side's own, and nobody else's.
grant select, insert, delete on app.dispute_reference to portal_app;
grant update (reference) on app.dispute_reference to portal_app;

create policy maintain on app.dispute_reference to portal_owner using (true) with check (true);

create policy own on app.dispute_reference to portal_app
  using (organisation_id = (select app.my_organisation())
    and exists (select from app.dispute d where d.id = dispute_id))
  with check (organisation_id = (select app.my_organisation())
    and exists (select from app.dispute d where d.id = dispute_id)
    and county_id = (select app.my_county()));
