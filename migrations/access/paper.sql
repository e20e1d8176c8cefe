alter table app.paper enable row level security, force row level security;

-- What is signed on paper is registered by app.register_paper() and taken back by app.withdraw_paper().
grant select on app.paper to portal_app;
grant select, insert, update (withdrawn_by, withdrawn_at, withdrawn_reason) on app.paper to portal_authz;
-- when another organisation takes the party's place (app.pass_work)
grant update (organisation_id) on app.paper to portal_authz;

create policy maintain on app.paper to portal_owner using (true) with check (true);
create policy authz on app.paper to portal_authz using (true) with check (true);

create policy readable on app.paper for select to portal_app
  using (agreement_id = any ((select app.my_agreements())::uuid[])
    or agreement_id = any ((select app.readable_agreements())::uuid[]));

create trigger decider before insert on app.paper for each row
  execute function app.name_decider();
