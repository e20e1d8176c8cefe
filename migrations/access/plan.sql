alter table app.plan enable row level security, force row level security;

-- Nobody turns protection on or off but by app.protect.
grant select, insert on app.plan to portal_app;
grant update (municipality_id, phase, phase_at, need_found_on, changed_at, lead_principal_id,
  coordinator_id, version, not_started_reason, ends_on, closed_at,
  nobody_else) on app.plan to portal_app;
grant select on app.plan to portal_authz;
grant update (phase, phase_at, consented_at, not_started_at, is_protected,
  coordinator_id, version, changed_at, clocks, start_due_on, begun_on, meet_due_on, met_on, follow_up_due_on)
  on app.plan to portal_authz;

create policy maintain on app.plan to portal_owner using (true) with check (true);
create policy authz on app.plan to portal_authz using (true) with check (true);

create policy read on app.plan for select to portal_app
  using (id = any ((select app.my_plans())::uuid[]));

create policy add on app.plan for insert to portal_app
  with check (initiator_id = (select app.my_organisation())
    and county_id = (select app.my_county())
    and (select app.i_am('caseworker'))
    and (select app.is_offered((select app.my_organisation())))
    and phase = 'need'
    and consented_at is null
    and not_started_at is null
    and clocks = '{}'
    and num_nonnulls(start_due_on, begun_on, meet_due_on, met_on, follow_up_due_on) = 0);

create policy change on app.plan for update to portal_app
  using (id = any ((select app.known_plans())::uuid[]))
  with check (id = any ((select app.known_plans())::uuid[]));

-- The phase is moved for somebody who may not change the plan only by app.follow_events(), and the
-- plan given to another coordinator only by app.pass_on(), which run as portal_authz.
create trigger case_fields before update on app.plan
  for each row when (current_user <> 'portal_authz')
  execute function app.refuse_case_fields();

create trigger keeps_phase before update on app.plan
  for each row execute function app.keep_phase();

create trigger takes_along after update on app.plan for each row
  when (new.phase in ('closed', 'not_started') and old.phase not in ('closed', 'not_started'))
  execute function app.end_plan();

-- When it happened is the database's to say.
create trigger created_at_is_now before insert on app.plan
  for each row when (current_user = 'portal_app') execute function app.stamp('created_at');

create trigger phase_at_is_now before insert or update of phase_at on app.plan
  for each row when (current_user = 'portal_app') execute function app.stamp('phase_at');

create trigger changed_at_is_now before insert or update of changed_at on app.plan
  for each row when (current_user = 'portal_app') execute function app.stamp('changed_at');

create trigger closed_at_is_now before insert or update of closed_at on app.plan
  for each row when (current_user = 'portal_app' and new.closed_at is not null)
  execute function app.stamp('closed_at');

create trigger starts_clocks after insert on app.plan
  for each row when (current_user = 'portal_app') execute function app.start_clocks();
