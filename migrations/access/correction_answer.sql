alter table app.correction_answer enable row level security, force row level security;

-- What a party has answered stays.
grant select, insert on app.correction_answer to portal_app;
grant select on app.correction_answer to portal_authz;

create policy maintain on app.correction_answer to portal_owner using (true) with check (true);
create policy authz on app.correction_answer to portal_authz using (true) with check (true);

create policy readable on app.correction_answer for select to portal_app
  using (agreement_id = any ((select app.my_agreements())::uuid[])
    or agreement_id = any ((select app.readable_agreements())::uuid[]));

create policy party_insert on app.correction_answer for insert to portal_app
  with check (agreement_id = any ((select app.my_agreements())::uuid[])
    and county_id = (select app.my_county())
    and (select app.i_am('coordinator'))
    and organisation_id = (select app.my_organisation())
    and answered_by = (select app.my_name())
    and not app.answers_for_another(correction_id));

-- one no refuses it, and the last yes corrects what it is about
create trigger settles after insert on app.correction_answer
  for each row execute function app.take_answer();

-- When it happened is the database's to say.
create trigger answered_at_is_now before insert on app.correction_answer
  for each row when (current_user = 'portal_app') execute function app.stamp('answered_at');

create trigger decider before insert on app.correction_answer for each row
  execute function app.name_decider();
