alter table app.settlement_yes enable row level security, force row level security;

-- What a side has said yes to while another's yes is waited for; app.answer_settlement enters it.
grant select on app.settlement_yes to portal_app;
grant select, insert on app.settlement_yes to portal_authz;
grant update (organisation_id) on app.settlement_yes to portal_authz;

create policy maintain on app.settlement_yes to portal_owner using (true) with check (true);
create policy authz on app.settlement_yes to portal_authz using (true) with check (true);

-- Whoever reads the proposal.
create policy read on app.settlement_yes for select to portal_app
  using (exists (select from app.dispute_settlement s where s.id = settlement_id));
