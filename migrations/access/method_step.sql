alter table app.method_step enable row level security, force row level security;

-- A step that is done is taken back with a trace, and its file goes with it: never changed.
grant select, insert on app.method_step to portal_app;
grant update (content, undone_by, undone_reason, undone_at) on app.method_step to portal_app;
grant select on app.method_step to portal_authz;

create policy maintain on app.method_step to portal_owner using (true) with check (true);
create policy authz on app.method_step to portal_authz using (true) with check (true);

create policy county on app.method_step for select to portal_app
  using (county_id = (select app.my_county()));

create policy party_insert on app.method_step for insert to portal_app
  with check (county_id = (select app.my_county())
    and organisation_id = (select app.my_organisation())
    and (select app.i_am('coordinator'))
    and app.is_followed_by_me(agreement_id)
    and exists (select from app.new_method m where m.id = method_id
      and m.agreement_id = method_step.agreement_id)
    and recorded_by = (select app.my_name())
    and undone_at is null
    and (content is null or octet_length(content) = size
      and encode(sha256(content), 'hex') = method_step.sha256));

create policy party_undo on app.method_step for update to portal_app
  using (county_id = (select app.my_county())
    and (select app.i_am('coordinator'))
    and app.is_followed_by_me(agreement_id))
  with check (content is null and undone_by = (select app.my_name()));

-- When it happened is the database's to say, and it does not happen again, or never have happened.
create trigger recorded_at_is_now before insert on app.method_step
  for each row when (current_user = 'portal_app') execute function app.stamp('recorded_at');

create trigger undone_at_is_now before update of undone_at on app.method_step
  for each row when (current_user = 'portal_app' and new.undone_at is not null)
  execute function app.stamp('undone_at');

create trigger undone_at_stays before update on app.method_step
  for each row when (old.undone_at is not null) execute function app.refuse_change();
