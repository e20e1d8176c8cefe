alter table app.organisation enable row level security, force row level security;

grant select on app.organisation to portal_app;
grant update (contact_name, contact_phone, contact_email, contact_address) on app.organisation to portal_app;
grant select, insert on app.organisation to portal_authz;
grant update (name, short_name, sort_key, tile_label, former_names, ended_on, successor_id,
  closed_at) on app.organisation to portal_authz;

create policy maintain on app.organisation to portal_owner using (true) with check (true);
create policy authz on app.organisation to portal_authz using (true) with check (true);

create policy directory on app.organisation for select to portal_app
  using (county_id = (select app.my_county()));

create trigger is_covered after insert on app.organisation for each row
  when (new.kind = 'municipality') execute function app.cover_newcomer();

create policy own_contact on app.organisation for update to portal_app
  using (id = (select app.my_organisation()) and (select app.i_am('administrator')))
  with check (id = (select app.my_organisation()) and (select app.i_am('administrator')));
