alter table app.matrix_change enable row level security, force row level security;

grant select, insert on app.matrix_change to portal_app;
grant select, insert on app.matrix_change to portal_authz;

create policy maintain on app.matrix_change to portal_owner using (true) with check (true);
create policy authz on app.matrix_change to portal_authz using (true) with check (true);

create policy readable on app.matrix_change for select to portal_app
  using (agreement_id = any ((select app.my_agreements())::uuid[])
    or agreement_id = any ((select app.readable_agreements())::uuid[]));

-- Whoever may change the cell, in whose name it is changed.
create policy party_insert on app.matrix_change for insert to portal_app
  with check (agreement_id = any ((select app.my_agreements())::uuid[])
    and county_id = (select app.my_county())
    and (select app.i_am('coordinator'))
    and ((agreement_id = any ((select app.my_new_agreements())::uuid[])
            and organisation_id = (select app.my_organisation())
            and author_name = (select app.my_name())
            and suggestion_id is null)
        or (app.is_agreed_cell(suggestion_id, row_id, column_id, after)
            and exists (select from app.suggestion s
                where s.id = matrix_change.suggestion_id
                and s.organisation_id = matrix_change.organisation_id
                and s.author_name = matrix_change.author_name))));

-- When it happened is the database's to say.
create trigger changed_at_is_now before insert on app.matrix_change
  for each row when (current_user = 'portal_app') execute function app.stamp('changed_at');
