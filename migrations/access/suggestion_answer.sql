alter table app.suggestion_answer enable row level security, force row level security;

grant select, insert, delete on app.suggestion_answer to portal_app;
grant select on app.suggestion_answer to portal_authz;

create policy maintain on app.suggestion_answer to portal_owner using (true) with check (true);
create policy authz on app.suggestion_answer to portal_authz using (true) with check (true);

create policy readable on app.suggestion_answer for select to portal_app
  using (agreement_id = any ((select app.my_agreements())::uuid[])
    or agreement_id = any ((select app.readable_agreements())::uuid[]));

create policy party_insert on app.suggestion_answer for insert to portal_app
  with check (agreement_id = any ((select app.my_agreements())::uuid[])
    and app.is_bound(agreement_id)
    and county_id = (select app.my_county())
    and organisation_id = (select app.my_organisation())
    and answered_by = (select app.my_name())
    and (select app.i_am('coordinator')));

-- An answer may be taken back while the suggestion is open.
create policy party_delete on app.suggestion_answer for delete to portal_app
  using (agreement_id = any ((select app.my_agreements())::uuid[])
    and organisation_id = (select app.my_organisation())
    and (select app.i_am('coordinator'))
    and exists (select from app.suggestion s
        where s.id = suggestion_answer.suggestion_id
        and s.status = 'published'));

-- When it happened is the database's to say.
create trigger answered_at_is_now before insert on app.suggestion_answer
  for each row when (current_user = 'portal_app') execute function app.stamp('answered_at');
