alter table app.matrix_row enable row level security, force row level security;

grant select, insert on app.matrix_row to portal_app;
grant update (position, removed_at, removed_reason) on app.matrix_row to portal_app;
grant select on app.matrix_row to portal_authz;

create policy maintain on app.matrix_row to portal_owner using (true) with check (true);
create policy authz on app.matrix_row to portal_authz using (true) with check (true);

create policy readable on app.matrix_row for select to portal_app
  using (agreement_id = any ((select app.my_agreements())::uuid[])
    or agreement_id = any ((select app.readable_agreements())::uuid[]));

-- From sharing on every change is a suggestion that the parties have agreed to.
create policy party_insert on app.matrix_row for insert to portal_app
  with check (agreement_id = any ((select app.my_agreements())::uuid[])
    and county_id = (select app.my_county())
    and (agreement_id = any ((select app.my_new_agreements())::uuid[])
      or app.is_changing(agreement_id, array['row_added'], id::text)));

create policy party_update on app.matrix_row for update to portal_app
  using (agreement_id = any ((select app.my_agreements())::uuid[]))
  with check (agreement_id = any ((select app.my_agreements())::uuid[])
    and (agreement_id = any ((select app.my_new_agreements())::uuid[])
      or app.is_changing(agreement_id,
        array['row_added', 'row_removed', 'row_restored', 'row_moved'], null)));

-- whose place others change is moved along with them; nothing else of it changes
create trigger counts before update of removed_at, removed_reason on app.matrix_row for each row
  when (current_user = 'portal_app'
    and (old.removed_at, old.removed_reason) is distinct from (new.removed_at, new.removed_reason))
  execute function app.refuse_row();

-- When it happened is the database's to say.
create trigger removed_at_is_now before insert or update of removed_at on app.matrix_row
  for each row when (current_user = 'portal_app' and new.removed_at is not null)
  execute function app.stamp('removed_at');
