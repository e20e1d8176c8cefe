alter table app.call_question enable row level security, force row level security;

grant select, insert on app.call_question to portal_app;
grant update (answer_sealed, answered_at, answered_by) on app.call_question to portal_app;
grant select on app.call_question to portal_authz;

create policy maintain on app.call_question to portal_owner using (true) with check (true);
create policy authz on app.call_question to portal_authz using (true) with check (true);

create policy read on app.call_question for select to portal_app
  using (plan_id = any ((select app.case_plans())::uuid[])
    or call_id = any ((select app.my_calls())::uuid[]));

-- those who are to answer the call
create policy add on app.call_question for insert to portal_app
  with check (call_id = any ((select app.open_calls())::uuid[])
    and asked_by = (select app.my_name())
    and answered_at is null);

-- whoever handles the case, once
create policy change on app.call_question for update to portal_app
  using (plan_id = any ((select app.my_open_cases())::uuid[]) and answered_at is null)
  with check (answered_by = (select app.my_name()));

-- Nothing is done about a call of a plan that stands still.
create policy goes_on on app.call_question as restrictive for update to portal_app
  using (true) with check (plan_id = any ((select app.going_plans())::uuid[]));

-- When it happened is the database's to say.
create trigger asked_at_is_now before insert on app.call_question
  for each row when (current_user = 'portal_app') execute function app.stamp('asked_at');

create trigger answered_at_is_now before update of answered_at on app.call_question
  for each row when (current_user = 'portal_app' and new.answered_at is not null)
  execute function app.stamp('answered_at');
