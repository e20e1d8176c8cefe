alter table app.user_voice enable row level security, force row level security;

-- What people said is never rewritten; it is answered once.
grant select, insert on app.user_voice to portal_app;
grant update (answer, answered_by, answered_by_id, answered_at) on app.user_voice to portal_app;
grant select on app.user_voice to portal_authz;

create policy maintain on app.user_voice to portal_owner using (true) with check (true);
create policy authz on app.user_voice to portal_authz using (true) with check (true);

create policy county on app.user_voice for select to portal_app
  using (county_id = (select app.my_county()));

create policy party_insert on app.user_voice for insert to portal_app
  with check (county_id = (select app.my_county())
    and organisation_id = (select app.my_organisation())
    and (select app.i_am('coordinator'))
    and app.is_followed_by_me(agreement_id)
    and recorded_by = (select app.my_name())
    and answered_at is null);

create policy party_answer on app.user_voice for update to portal_app
  using (county_id = (select app.my_county())
    and (select app.i_am('coordinator'))
    and app.is_followed_by_me(agreement_id))
  with check (answered_by_id = (select app.my_organisation())
    and answered_by = (select app.my_name()));

-- When it happened is the database's to say, and it is answered once.
create trigger recorded_at_is_now before insert on app.user_voice
  for each row when (current_user = 'portal_app') execute function app.stamp('recorded_at');

create trigger answered_at_is_now before update of answered_at on app.user_voice
  for each row when (current_user = 'portal_app' and new.answered_at is not null)
  execute function app.stamp('answered_at');

create trigger answered_at_stays before update on app.user_voice
  for each row when (old.answered_at is not null) execute function app.refuse_change();
