alter table app.case_transfer enable row level security, force row level security;

-- What is asked is never rewritten; what comes of it the functions of the database enter.
grant select, insert on app.case_transfer to portal_app;
grant select on app.case_transfer to portal_authz;
grant update (requester_id, other_id, answer, reason, other_reference, answered_by, answered_on,
  applied_by, applied_on, ivo_reference, rule_by, ruling, ruled_on, refused_by, refused_on, refused_reason,
  withdrawn_by, withdrawn_on, withdrawn_why)
  on app.case_transfer to portal_authz;

create policy maintain on app.case_transfer to portal_owner using (true) with check (true);
create policy authz on app.case_transfer to portal_authz using (true) with check (true);

-- Both sides read it.
create policy read on app.case_transfer for select to portal_app
  using (county_id = (select app.my_county())
    and ((select app.i_am('coordinator')) or (select app.i_am('caseworker')))
    and (select app.my_organisation()) in (requester_id, other_id));

create policy add on app.case_transfer for insert to portal_app
  with check (requester_id = (select app.my_organisation())
    and county_id = (select app.my_county())
    and (select app.i_am('coordinator'))
    and requested_by = (select app.my_name())
    and answer is null and applied_on is null and ruling is null
    and refused_on is null and withdrawn_on is null);

-- When it happened is the database's to say.
create trigger requested_at_is_now before insert on app.case_transfer
  for each row when (current_user = 'portal_app') execute function app.stamp('requested_at');
