alter table app.retention_clock enable row level security, force row level security;

-- Kept by `portal retention run` alone: nobody shortens or stretches their own.
grant select on app.retention_clock to portal_app;
grant select on app.retention_clock to portal_authz;

create policy maintain on app.retention_clock to portal_owner using (true) with check (true);
create policy authz on app.retention_clock to portal_authz using (true) with check (true);

create policy read on app.retention_clock for select to portal_app
  using (app.is_own_part(plan_id, organisation_id,
      (select app.my_written_plans())::uuid[], array[(select app.my_organisation())]));

create trigger kept_longer before update of shredded_at on app.retention_clock
  for each row when (new.shredded_at is not null) execute function app.refuse_kept_longer();
