alter table app.matrix_column enable row level security, force row level security;

grant select, insert on app.matrix_column to portal_app;
grant update (label, organisation_id, removed_in) on app.matrix_column to portal_app;
grant select, insert on app.matrix_column to portal_authz;
grant update (organisation_id, label, removed_in) on app.matrix_column to portal_authz;

create policy maintain on app.matrix_column to portal_owner using (true) with check (true);
create policy authz on app.matrix_column to portal_authz using (true) with check (true);

create policy readable on app.matrix_column for select to portal_app
  using (agreement_id = any ((select app.my_agreements())::uuid[])
    or agreement_id = any ((select app.readable_agreements())::uuid[]));

-- The structure is made while it is a draft; then by a suggestion that the parties have agreed to.
create policy party_insert on app.matrix_column for insert to portal_app
  with check (agreement_id = any ((select app.my_agreements())::uuid[])
    and county_id = (select app.my_county())
    and (agreement_id = any ((select app.my_new_agreements())::uuid[])
      or app.is_changing(agreement_id, array['column_added'], id::text)));

create policy party_update on app.matrix_column for update to portal_app
  using (agreement_id = any ((select app.my_agreements())::uuid[]))
  with check (agreement_id = any ((select app.my_new_agreements())::uuid[])
    or app.is_changing(agreement_id, array['column_removed', 'column_restored'], id::text));
