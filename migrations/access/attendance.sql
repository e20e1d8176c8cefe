alter table app.attendance enable row level security, force row level security;

-- What is written with an answer has a category of its own: app.sayings() hands it out.
grant insert on app.attendance to portal_app;
grant select (id, county_id, plan_id, meeting_id, participant_id, person_id, calendar_uid, reply,
  replied_at, reply_noted_by, was_present, cancelled_at) on app.attendance to portal_app;
grant update (reply, replied_at, note_sealed, note_category, was_present, cancelled_at)
  on app.attendance to portal_app;
grant select, insert on app.attendance to portal_authz;
grant update (cancelled_at) on app.attendance to portal_authz;

create policy maintain on app.attendance to portal_owner using (true) with check (true);
create policy authz on app.attendance to portal_authz using (true) with check (true);

create policy read on app.attendance for select to portal_app
  using (plan_id = any ((select app.seen_plans())::uuid[])
    or person_id = any ((select app.my_people())::uuid[]));

-- staff who take part; somebody near the person reads along and answers for themself
create policy add on app.attendance for insert to portal_app
  with check ((plan_id = any ((select app.open_plans())::uuid[])
        and (select app.my_people()) = '{}')
    or plan_id = any ((select app.my_open_cases())::uuid[]));

-- their own answer; whoever runs the meeting says who is asked, and who came
create policy change on app.attendance for update to portal_app
  using (person_id = any ((select app.my_people())::uuid[])
    or participant_id = any ((select app.my_places())::uuid[])
    or meeting_id = any ((select app.my_chaired())::uuid[]))
  with check (person_id = any ((select app.my_people())::uuid[])
    or participant_id = any ((select app.my_places())::uuid[])
    or meeting_id = any ((select app.my_chaired())::uuid[]));

create trigger own_presence before update of was_present on app.attendance
  for each row execute function app.refuse_own_presence();

-- Nobody answers to a meeting of a plan that stands still.
create policy goes_on on app.attendance as restrictive for update to portal_app
  using (true) with check (plan_id = any ((select app.going_plans())::uuid[]));

create trigger own_reply before insert or update on app.attendance
  for each row when (current_user <> 'portal_authz') execute function app.hold_reply();

-- When it happened is the database's to say.
create trigger replied_at_is_now before insert or update of replied_at on app.attendance
  for each row when (current_user = 'portal_app' and new.replied_at is not null)
  execute function app.stamp('replied_at');

create trigger cancelled_at_is_now before insert or update of cancelled_at on app.attendance
  for each row when (current_user = 'portal_app' and new.cancelled_at is not null)
  execute function app.stamp('cancelled_at');
