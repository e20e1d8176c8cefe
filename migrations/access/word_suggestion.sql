alter table app.word_suggestion enable row level security, force row level security;

grant select, insert on app.word_suggestion to portal_app;
grant update (answer, answered_by, answered_at) on app.word_suggestion to portal_app;
grant select on app.word_suggestion to portal_authz;
grant update (category) on app.word_suggestion to portal_authz;

create policy maintain on app.word_suggestion to portal_owner using (true) with check (true);
create policy authz on app.word_suggestion to portal_authz using (true) with check (true);

-- The first condition is for the index, the second says what is seen.
create policy read on app.word_suggestion for select to portal_app
  using (plan_id = any ((select app.my_written_plans())::uuid[])
    and app.is_suggested(word_suggestion, (select app.my_disclosures())::text[]));

-- staff who take part, in their organisation's own name
create policy add on app.word_suggestion for insert to portal_app
  with check (from_party = (select app.my_organisation())
    and made_by = (select app.my_name())
    and answer is null
    and plan_id = any ((select app.live_plans())::uuid[]));

-- answered once, by the one whose words they are
create policy answer on app.word_suggestion for update to portal_app
  using (answer is null and plan_id = any ((select app.live_plans())::uuid[])
    and app.is_written_by_me(subject_kind, subject_id))
  with check (answered_by = (select app.my_name()));

create trigger words before insert on app.word_suggestion
  for each row execute function app.hold_suggestion();

-- When it happened is the database's to say.
create trigger made_at_is_now before insert on app.word_suggestion
  for each row when (current_user = 'portal_app') execute function app.stamp('made_at');

create trigger answered_at_is_now before insert or update of answered_at on app.word_suggestion
  for each row when (current_user = 'portal_app' and new.answered_at is not null)
  execute function app.stamp('answered_at');
