alter table app.goal_outcome enable row level security, force row level security;

grant select, insert on app.goal_outcome to portal_app;
grant select on app.goal_outcome to portal_authz;

create policy maintain on app.goal_outcome to portal_owner using (true) with check (true);
create policy authz on app.goal_outcome to portal_authz using (true) with check (true);

-- whoever sees the goal sees how far it had come; the word on it is a text of its own
create policy read on app.goal_outcome for select to portal_app
  using (plan_id = any ((select app.my_written_plans())::uuid[])
    and exists (select from app.goal g where g.id = goal_id));

-- whoever holds the follow-up, or the plan together, says it of goals that they see, with a word in
-- their own organisation's name
create policy add on app.goal_outcome for insert to portal_app
  with check ((plan_id = any ((select app.my_led_plans())::uuid[])
      or exists (select from app.follow_up f
        where f.id = follow_up_id and f.holder_id = any ((select app.my_duties())::uuid[])))
    and exists (select from app.goal g where g.id = goal_id)
    and (text_id is null or exists (select from app.plan_text t
      where t.id = text_id and t.kind = 'outcome'
        and t.from_party = (select app.my_organisation())))
    and recorded_by = (select app.my_name()));

-- When it happened is the database's to say.
create trigger recorded_at_is_now before insert on app.goal_outcome
  for each row when (current_user = 'portal_app') execute function app.stamp('recorded_at');
