alter table app.outline_change enable row level security, force row level security;

grant select, insert on app.outline_change to portal_app;
grant select, insert on app.outline_change to portal_authz;

create policy maintain on app.outline_change to portal_owner using (true) with check (true);
create policy authz on app.outline_change to portal_authz using (true) with check (true);

create policy readable on app.outline_change for select to portal_app
  using (agreement_id = any ((select app.my_agreements())::uuid[])
    or agreement_id = any ((select app.readable_agreements())::uuid[]));

-- Whoever changes it, in whose name it is changed.
create policy party_insert on app.outline_change for insert to portal_app
  with check (county_id = (select app.my_county())
    and ((agreement_id = any ((select app.my_new_agreements())::uuid[])
            and organisation_id = (select app.my_organisation())
            and author_name = (select app.my_name())
            and suggestion_id is null)
        or (app.is_agreed(suggestion_id)
            and exists (select from app.suggestion s
                where s.id = outline_change.suggestion_id
                and s.organisation_id = outline_change.organisation_id
                and s.author_name = outline_change.author_name
                and s.outline ->> 'kind' = outline_change.kind))));

-- When it happened is the database's to say.
create trigger changed_at_is_now before insert on app.outline_change
  for each row when (current_user = 'portal_app') execute function app.stamp('changed_at');
