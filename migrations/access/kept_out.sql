alter table app.kept_out enable row level security, force row level security;

-- written by app.keep_out(), app.confirm_kept_out() and app.let_back()
grant select on app.kept_out to portal_app;
grant select, insert on app.kept_out to portal_authz;
grant update (confirmed_at, confirmed_by, confirmed_by_name, undone_at, undone_by) on app.kept_out
  to portal_authz;

create policy maintain on app.kept_out to portal_owner using (true) with check (true);
create policy authz on app.kept_out to portal_authz using (true) with check (true);

-- those who work with the plan for the organisation that handles it, and are not the one kept out;
-- not whose the plan is: who is kept out may hold their phone
create policy read on app.kept_out for select to portal_app
  using (app.is_own_part(plan_id, from_party,
      (select app.my_written_plans())::uuid[], array[(select app.my_organisation())])
    and not app.is_myself(person_id));
