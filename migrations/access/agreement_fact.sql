alter table app.agreement_fact enable row level security, force row level security;

grant select, insert on app.agreement_fact to portal_app;
grant update (said, in_words, version, changed_by, changed_at, organisation_id, suggestion_id)
  on app.agreement_fact to portal_app;
grant select on app.agreement_fact to portal_authz;

create policy maintain on app.agreement_fact to portal_owner using (true) with check (true);
create policy authz on app.agreement_fact to portal_authz using (true) with check (true);

create policy readable on app.agreement_fact for select to portal_app
  using (agreement_id = any ((select app.my_agreements())::uuid[])
    or agreement_id = any ((select app.readable_agreements())::uuid[]));

create policy party_insert on app.agreement_fact for insert to portal_app
  with check (agreement_id = any ((select app.my_new_agreements())::uuid[])
    and county_id = (select app.my_county())
    and organisation_id = (select app.my_organisation())
    and changed_by = (select app.my_name()));

-- From sharing on every change is a suggestion that the parties have agreed to.
create policy party_update on app.agreement_fact for update to portal_app
  using (agreement_id = any ((select app.my_agreements())::uuid[])
    and (select app.i_am('coordinator')))
  with check (agreement_id = any ((select app.my_agreements())::uuid[])
    and ((agreement_id = any ((select app.my_new_agreements())::uuid[])
            and organisation_id = (select app.my_organisation())
            and changed_by = (select app.my_name()))
        or (app.is_agreed(suggestion_id)
            and exists (select from app.suggestion s
                where s.id = agreement_fact.suggestion_id
                and s.organisation_id = agreement_fact.organisation_id
                and s.author_name = agreement_fact.changed_by
                and s.outline ->> 'kind' = 'fact_changed'
                and s.outline ->> 'fact' = agreement_fact.key))));

create trigger no_way_back before update of version on app.agreement_fact for each row
  when (current_user = 'portal_app' and new.version <> old.version + 1)
  execute function app.refuse_change();

-- When it happened is the database's to say.
create trigger changed_at_is_now before insert or update of changed_at on app.agreement_fact
  for each row when (current_user = 'portal_app') execute function app.stamp('changed_at');
