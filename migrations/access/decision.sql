alter table app.decision enable row level security, force row level security;

grant select, insert on app.decision to portal_app;
grant update (body, delegation, paragraph, decided_on, reference, corrected_by, corrected_at)
  on app.decision to portal_app;
grant select on app.decision to portal_authz;
-- a clerical error that all parties have agreed to correct (app.take_answer)
grant update (paragraph, decided_on, reference, corrected_by, corrected_at)
  on app.decision to portal_authz;

create policy maintain on app.decision to portal_owner using (true) with check (true);
create policy authz on app.decision to portal_authz using (true) with check (true);

create policy readable on app.decision for select to portal_app
  using (agreement_id = any ((select app.my_agreements())::uuid[])
    or agreement_id = any ((select app.readable_agreements())::uuid[]));

create policy party_insert on app.decision for insert to portal_app
  with check (agreement_id = any ((select app.my_agreements())::uuid[])
    and county_id = (select app.my_county())
    and (select app.i_am('coordinator'))
    and recorded_by = (select app.my_name())
    and (organisation_id = (select app.my_organisation())
        and exists (select from app.document_version v
            where v.id = decision.document_version_id
            and v.voided_at is null)
        and app.is_body(document_version_id, body, id)
        and not app.acts_for_another(document_version_id)));

create trigger decider before insert on app.decision for each row
  execute function app.name_decider();

-- What was recorded wrongly is put right by the party itself, until somebody has signed it.
create policy party_correct on app.decision for update to portal_app
  using (agreement_id = any ((select app.my_agreements())::uuid[])
    and organisation_id = (select app.my_organisation())
    and (select app.i_am('coordinator'))
    and app.is_unsigned(document_version_id))
  with check (organisation_id = (select app.my_organisation())
    and app.is_body(document_version_id, body, id)
    and corrected_by = (select app.my_name()));

-- When it was recorded and put right is the database's to say.
create trigger recorded_at_is_now before insert on app.decision
  for each row when (current_user = 'portal_app') execute function app.stamp('recorded_at');

create trigger corrected_at_is_now before update on app.decision
  for each row when (current_user = 'portal_app') execute function app.stamp('corrected_at');

create trigger never_corrected before insert on app.decision
  for each row when (current_user = 'portal_app'
    and (new.corrected_at is not null or new.earlier <> '[]'))
  execute function app.refuse_change();

create trigger keeps_earlier before update on app.decision
  for each row execute function app.keep_earlier();
