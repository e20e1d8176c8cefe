alter table app.decision_extract enable row level security, force row level security;

-- A file is added, and taken away with a trace: never changed.
grant select, insert on app.decision_extract to portal_app;
grant update (content, removed_by, removed_at) on app.decision_extract to portal_app;
grant select on app.decision_extract to portal_authz;

create policy maintain on app.decision_extract to portal_owner using (true) with check (true);
create policy authz on app.decision_extract to portal_authz using (true) with check (true);

create policy readable on app.decision_extract for select to portal_app
  using (agreement_id = any ((select app.readable_agreements())::uuid[]));

create policy party_insert on app.decision_extract for insert to portal_app
  with check (agreement_id = any ((select app.my_agreements())::uuid[])
    and county_id = (select app.my_county())
    and (select app.i_am('coordinator'))
    and added_by = (select app.my_name())
    and removed_at is null
    and octet_length(content) = size
    and encode(sha256(content), 'hex') = decision_extract.sha256
    and app.is_own_decision(decision_id));

create policy party_remove on app.decision_extract for update to portal_app
  using (agreement_id = any ((select app.my_agreements())::uuid[])
    and (select app.i_am('coordinator'))
    and app.is_own_decision(decision_id))
  with check (content is null and removed_by = (select app.my_name()));

-- When it happened is the database's to say, and it does not happen again, or never have happened.
create trigger added_at_is_now before insert on app.decision_extract
  for each row when (current_user = 'portal_app') execute function app.stamp('added_at');

create trigger removed_at_is_now before update of removed_at on app.decision_extract
  for each row when (current_user = 'portal_app' and new.removed_at is not null)
  execute function app.stamp('removed_at');

create trigger removed_at_stays before update on app.decision_extract
  for each row when (old.removed_at is not null) execute function app.refuse_change();
