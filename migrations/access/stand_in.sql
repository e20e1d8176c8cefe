alter table app.stand_in enable row level security, force row level security;

-- Only the database's functions say who stands in for whom, and tell it to those whom it concerns.
grant select, insert on app.stand_in to portal_authz;
grant update (until_on, ended_at) on app.stand_in to portal_authz;

create policy maintain on app.stand_in to portal_owner using (true) with check (true);
create policy authz on app.stand_in to portal_authz using (true) with check (true);
