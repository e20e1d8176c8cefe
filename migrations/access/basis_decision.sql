alter table app.basis_decision enable row level security, force row level security;

grant select, insert on app.basis_decision to portal_app;
grant update (ended_at) on app.basis_decision to portal_app;
grant select on app.basis_decision to portal_authz;

create policy maintain on app.basis_decision to portal_owner using (true) with check (true);
create policy authz on app.basis_decision to portal_authz using (true) with check (true);

-- Why stands in its words: with a mandate one reads it of what the mandate covers.
create policy read on app.basis_decision for select to portal_app
  using (plan_id = any ((select app.my_whole_cases())::uuid[])
    or (plan_id = any ((select app.my_owned_plans())::uuid[])
        and app.is_covered(plan_id, organisation_id, categories,
          (select app.my_disclosures())::text[]))
    or (plan_id = any ((select app.my_written_plans())::uuid[])
        and (organisation_id = (select app.my_organisation())
            or to_party = (select app.my_organisation()))));

create policy add on app.basis_decision for insert to portal_app
  with check (organisation_id = (select app.my_organisation())
    and plan_id = any ((select app.my_written_plans())::uuid[])
    and decided_by = (select app.my_account()));

create policy change on app.basis_decision for update to portal_app
  using (organisation_id = (select app.my_organisation())
    and plan_id = any ((select app.my_written_plans())::uuid[]))
  with check (organisation_id = (select app.my_organisation())
    and plan_id = any ((select app.my_written_plans())::uuid[]));

create trigger present before insert or update of ended_at on app.basis_decision
  for each row execute function app.refuse_past_basis();

create trigger stays before update on app.basis_decision for each row
  when ((old.id, old.county_id, old.plan_id, old.organisation_id, old.to_party, old.code,
      old.activity, old.condition, old.categories, old.reason_sealed, old.provision_sealed,
      old.assessment_sealed, old.decided_by, old.decided_by_name, old.decided_at, old.valid_to,
      old.follow_up_on)
    is distinct from (new.id, new.county_id, new.plan_id, new.organisation_id, new.to_party,
      new.code, new.activity, new.condition, new.categories, new.reason_sealed,
      new.provision_sealed, new.assessment_sealed, new.decided_by, new.decided_by_name,
      new.decided_at, new.valid_to, new.follow_up_on))
  execute function app.refuse_change();

create trigger within_limit before insert on app.basis_decision
  for each row execute function app.refuse_beyond_limit();
