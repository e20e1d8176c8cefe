alter table app.deviation enable row level security, force row level security;

-- What was reported is never rewritten; what is answered and learned the functions of the database
-- enter, once each.
grant select, insert on app.deviation to portal_app;
grant select, insert on app.deviation to portal_authz;
grant update (answer, answered_by, answered_at, lesson, closed_by, closed_by_id, closed_at,
  organisation_id, concerns_id) on app.deviation to portal_authz;

create policy maintain on app.deviation to portal_owner using (true) with check (true);
create policy authz on app.deviation to portal_authz using (true) with check (true);

-- Both sides read it, and the municipality where it happened. The county gets numbers
-- (app.deviation_patterns) and what was learned (app.template_proposal).
create policy read on app.deviation for select to portal_app
  using (county_id = (select app.my_county())
    and ((select app.i_am('coordinator')) or (select app.i_am('caseworker')))
    and (select app.my_organisation()) in (organisation_id, concerns_id, municipality_id));

create policy add on app.deviation for insert to portal_app
  with check (organisation_id = (select app.my_organisation())
    and county_id = (select app.my_county())
    and ((select app.i_am('coordinator')) or (select app.i_am('caseworker')))
    and agreement_id = any (app.readable_agreements(agreement_id))
    and answered_at is null and closed_at is null);

-- When it happened is the database's to say.
create trigger reported_at_is_now before insert on app.deviation
  for each row when (current_user = 'portal_app') execute function app.stamp('reported_at');
