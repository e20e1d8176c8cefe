alter table app.dispute enable row level security, force row level security;

-- What it is about is never rewritten; where it stands the functions of the database enter.
grant select, insert on app.dispute to portal_app;
grant select on app.dispute to portal_authz;
grant update (level, due_on, settled_at, opener_id, other_id, third_id, third_by, third_at)
  on app.dispute to portal_authz;

create policy maintain on app.dispute to portal_owner using (true) with check (true);
create policy authz on app.dispute to portal_authz using (true) with check (true);

-- Its sides read it.
create policy read on app.dispute for select to portal_app
  using (county_id = (select app.my_county())
    and ((select app.i_am('coordinator')) or (select app.i_am('caseworker')))
    and (select app.my_organisation()) in (opener_id, other_id, third_id));

create policy add on app.dispute for insert to portal_app
  with check (opener_id = (select app.my_organisation())
    and county_id = (select app.my_county())
    and (select app.i_am('coordinator'))
    and opened_by = (select app.my_name())
    and agreement_id = any (app.readable_agreements(agreement_id))
    and level = 1 and settled_at is null and third_at is null);

-- When it happened is the database's to say.
create trigger opened_at_is_now before insert on app.dispute
  for each row when (current_user = 'portal_app') execute function app.stamp('opened_at');
