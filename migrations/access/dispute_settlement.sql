alter table app.dispute_settlement enable row level security, force row level security;

-- What was proposed is never rewritten; each other side answers it once (app.answer_settlement).
grant select, insert on app.dispute_settlement to portal_app;
grant select on app.dispute_settlement to portal_authz;
grant update (status, reason, answered_id, answered_by, answered_at, organisation_id)
  on app.dispute_settlement to portal_authz;

create policy maintain on app.dispute_settlement to portal_owner using (true) with check (true);
create policy authz on app.dispute_settlement to portal_authz using (true) with check (true);

-- Whoever reads the dispute.
create policy read on app.dispute_settlement for select to portal_app
  using (exists (select from app.dispute d where d.id = dispute_id));

create policy add on app.dispute_settlement for insert to portal_app
  with check (app.may_write_dispute(dispute_id) and county_id = (select app.my_county())
    and organisation_id = (select app.my_organisation())
    and proposed_by = (select app.my_name())
    and status = 'open' and answered_at is null);

create trigger decider before insert on app.dispute_settlement for each row
  execute function app.name_decider();

-- When it happened is the database's to say.
create trigger proposed_at_is_now before insert on app.dispute_settlement
  for each row when (current_user = 'portal_app') execute function app.stamp('proposed_at');
