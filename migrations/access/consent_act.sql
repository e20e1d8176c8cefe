alter table app.consent_act enable row level security, force row level security;

grant select, insert on app.consent_act to portal_app;
grant select on app.consent_act to portal_authz;

create policy maintain on app.consent_act to portal_owner using (true) with check (true);
create policy authz on app.consent_act to portal_authz using (true) with check (true);

create policy read on app.consent_act for select to portal_app
  using (plan_id = any ((select app.case_plans())::uuid[]));

create policy add on app.consent_act for insert to portal_app
  with check (recorded_by = (select app.my_account())
    and ((plan_id = any ((select app.my_cases())::uuid[])
            and recorded_for = (select app.my_organisation()))
        or (recorded_for is null and consenter_id = any ((select app.my_consenters())::uuid[]))));

create trigger number before insert on app.consent_act
  for each row execute function app.number_act();

create trigger within_say before insert on app.consent_act
  for each row execute function app.refuse_beyond_say();

create trigger refuse before insert on app.consent_act
  for each row execute function app.refuse_act();

create trigger append_only_table before truncate on app.consent_act
  for each statement execute function app.refuse_change();

create trigger append_only before update or delete on app.consent_act
  for each row execute function app.refuse_change_but_name();

create trigger moves_plan after insert on app.consent_act
  for each row execute function app.follow_events();
