alter table app.agreement_clock enable row level security, force row level security;

grant select, insert on app.agreement_clock to portal_app;
grant update (days, set_by, set_at) on app.agreement_clock to portal_app;
grant select on app.agreement_clock to portal_authz;

create policy maintain on app.agreement_clock to portal_owner using (true) with check (true);
create policy authz on app.agreement_clock to portal_authz using (true) with check (true);

create policy read on app.agreement_clock for select to portal_app
  using (county_id = (select app.my_county()));

create policy add on app.agreement_clock for insert to portal_app
  with check (county_id = (select app.my_county())
    and (select app.i_am('coordinator'))
    and (municipality_id = (select app.my_organisation())
        or exists (select from app.organisation o
            where o.id = (select app.my_organisation())
            and o.kind = 'region')));

create policy change on app.agreement_clock for update to portal_app
  using (county_id = (select app.my_county())
    and (select app.i_am('coordinator'))
    and (municipality_id = (select app.my_organisation())
        or exists (select from app.organisation o
            where o.id = (select app.my_organisation())
            and o.kind = 'region')))
  with check (county_id = (select app.my_county())
    and (select app.i_am('coordinator'))
    and (municipality_id = (select app.my_organisation())
        or exists (select from app.organisation o
            where o.id = (select app.my_organisation())
            and o.kind = 'region')));

-- When it happened is the database's to say.
create trigger set_at_is_now before insert or update of set_at on app.agreement_clock
  for each row when (current_user = 'portal_app') execute function app.stamp('set_at');
