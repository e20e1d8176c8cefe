alter table app.matrix_cell enable row level security, force row level security;

grant select, insert on app.matrix_cell to portal_app;
grant update (value, version, changed_by, changed_at, organisation_id, suggestion_id)
  on app.matrix_cell to portal_app;
grant select, insert on app.matrix_cell to portal_authz;
grant update (value, version, changed_by, changed_at, organisation_id, suggestion_id)
  on app.matrix_cell to portal_authz;

create policy maintain on app.matrix_cell to portal_owner using (true) with check (true);
create policy authz on app.matrix_cell to portal_authz using (true) with check (true);

create policy readable on app.matrix_cell for select to portal_app
  using (agreement_id = any ((select app.my_agreements())::uuid[])
    or agreement_id = any ((select app.readable_agreements())::uuid[]));

-- A row or a column is added while it is a draft, or by a suggestion that the parties have agreed to.
create policy party_insert on app.matrix_cell for insert to portal_app
  with check (agreement_id = any ((select app.my_agreements())::uuid[])
    and county_id = (select app.my_county())
    and ((agreement_id = any ((select app.my_new_agreements())::uuid[])
            and organisation_id = (select app.my_organisation())
            and changed_by = (select app.my_name()))
        or (app.is_agreed(suggestion_id) and value = 'unset'
            and exists (select from app.suggestion s
                where s.id = matrix_cell.suggestion_id
                and s.organisation_id = matrix_cell.organisation_id
                and s.author_name = matrix_cell.changed_by
                and s.outline ->> 'kind' in ('row_added', 'column_added')))));

-- From sharing on every change is a suggestion that the parties have agreed to.
create policy party_update on app.matrix_cell for update to portal_app
  using (agreement_id = any ((select app.my_agreements())::uuid[])
    and (select app.i_am('coordinator')))
  with check (agreement_id = any ((select app.my_agreements())::uuid[])
    and ((agreement_id = any ((select app.my_new_agreements())::uuid[])
            and organisation_id = (select app.my_organisation())
            and changed_by = (select app.my_name()))
        or (app.is_agreed_cell(suggestion_id, row_id, column_id, value)
            and exists (select from app.suggestion s
                where s.id = matrix_cell.suggestion_id
                and s.organisation_id = matrix_cell.organisation_id
                and s.author_name = matrix_cell.changed_by))));

-- When it happened is the database's to say.
create trigger changed_at_is_now before insert or update of changed_at on app.matrix_cell
  for each row when (current_user = 'portal_app') execute function app.stamp('changed_at');
