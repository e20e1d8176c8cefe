alter table app.annex enable row level security, force row level security;

grant select, insert on app.annex to portal_app;
grant update (position, version, removed_at) on app.annex to portal_app;
grant select on app.annex to portal_authz;

create policy maintain on app.annex to portal_owner using (true) with check (true);
create policy authz on app.annex to portal_authz using (true) with check (true);

create policy readable on app.annex for select to portal_app
  using (agreement_id = any ((select app.my_agreements())::uuid[])
    or agreement_id = any ((select app.readable_agreements())::uuid[]));

-- One that has only been suggested has no version yet: nobody sees it.
create policy party_insert on app.annex for insert to portal_app
  with check (agreement_id = any ((select app.my_agreements())::uuid[])
    and county_id = (select app.my_county())
    and (select app.i_am('coordinator'))
    and removed_at is null
    and (agreement_id = any ((select app.my_new_agreements())::uuid[]) or version = 0));

-- From sharing on every change is a suggestion that the parties have agreed to.
create policy party_update on app.annex for update to portal_app
  using (agreement_id = any ((select app.my_agreements())::uuid[]))
  with check (agreement_id = any ((select app.my_new_agreements())::uuid[])
    or app.is_changing(agreement_id, array['annex_added', 'annex_replaced', 'annex_removed'],
      id::text)
    or app.is_changing(agreement_id, array['annex_moved'], null));

-- whose place others change is moved along with them; nothing else of it changes
create trigger counts before update of removed_at, version on app.annex for each row
  when (current_user = 'portal_app'
    and (old.removed_at, old.version) is distinct from (new.removed_at, new.version))
  execute function app.refuse_annex();

create trigger no_way_back before update of version on app.annex for each row
  when (new.version not in (old.version, old.version + 1)) execute function app.refuse_change();

-- When it happened is the database's to say.
create trigger removed_at_is_now before insert or update of removed_at on app.annex
  for each row when (current_user = 'portal_app' and new.removed_at is not null)
  execute function app.stamp('removed_at');
