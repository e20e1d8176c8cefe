alter table app.consenter enable row level security, force row level security;

grant select, insert on app.consenter to portal_app;
grant update (required_to) on app.consenter to portal_app;
grant select on app.consenter to portal_authz;

create policy maintain on app.consenter to portal_owner using (true) with check (true);
create policy authz on app.consenter to portal_authz using (true) with check (true);

create policy read on app.consenter for select to portal_app
  using (plan_id = any ((select app.case_plans())::uuid[]));

create policy add on app.consenter for insert to portal_app
  with check (plan_id = any ((select app.my_cases())::uuid[])
    and recorded_by = (select app.my_account()));

create policy change on app.consenter for update to portal_app
  using (plan_id = any ((select app.my_cases())::uuid[]))
  with check (plan_id = any ((select app.my_cases())::uuid[]));

create trigger present before insert or update of required_to on app.consenter
  for each row execute function app.refuse_past();

create trigger stays before update on app.consenter for each row
  when ((old.id, old.county_id, old.plan_id, old.person_id, old.required_from, old.mandate_scope,
      old.mandate_from, old.mandate_to, old.mandate_evidence_sealed, old.replaces,
      old.recorded_at, old.recorded_by)
    is distinct from (new.id, new.county_id, new.plan_id, new.person_id, new.required_from,
      new.mandate_scope, new.mandate_from, new.mandate_to, new.mandate_evidence_sealed,
      new.replaces, new.recorded_at, new.recorded_by))
  execute function app.refuse_change();

create trigger unconfirmed before insert or update of required_to on app.consenter
  for each row execute function app.refuse_unconfirmed();

create trigger moves_plan after insert or update on app.consenter
  for each row execute function app.follow_events();

-- When it happened is the database's to say.
create trigger recorded_at_is_now before insert on app.consenter
  for each row when (current_user = 'portal_app') execute function app.stamp('recorded_at');
