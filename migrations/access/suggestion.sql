alter table app.suggestion enable row level security, force row level security;

grant select, insert on app.suggestion to portal_app;
grant update (status, published_at, closed_at, answer_by) on app.suggestion to portal_app;
grant select on app.suggestion to portal_authz;
-- when another organisation takes the party's place (app.pass_work)
grant update (organisation_id) on app.suggestion to portal_authz;
-- when its party no longer takes part (app.recompose)
grant update (status, closed_at) on app.suggestion to portal_authz;

create policy maintain on app.suggestion to portal_owner using (true) with check (true);
create policy authz on app.suggestion to portal_authz using (true) with check (true);

create policy internal on app.suggestion as restrictive for select to portal_app
  using (app.is_told(published_at, organisation_id, (select app.my_organisation())));

create policy internal_change on app.suggestion as restrictive for update to portal_app
  using (app.is_told(published_at, organisation_id, (select app.my_organisation())))
  with check (true);

create policy readable on app.suggestion for select to portal_app
  using (agreement_id = any ((select app.my_agreements())::uuid[])
    or agreement_id = any ((select app.readable_agreements())::uuid[]));

create policy party_insert on app.suggestion for insert to portal_app
  with check (agreement_id = any ((select app.my_agreements())::uuid[])
    and county_id = (select app.my_county())
    and (organisation_id = (select app.my_organisation())
        and author_id = (select app.my_account())
        and author_name = (select app.my_name())
        and (select app.i_am('coordinator'))
        and status in ('internal', 'published')));

-- A suggestion is adopted only when the parties have agreed to it.
create policy party_update on app.suggestion for update to portal_app
  using (agreement_id = any ((select app.my_agreements())::uuid[])
    and (select app.i_am('coordinator')))
  with check (agreement_id = any ((select app.my_agreements())::uuid[])
    and ((organisation_id = (select app.my_organisation())
            or status in ('adopted', 'rejected', 'conflict', 'replaced'))
        and (status <> 'adopted' or app.is_agreed(id))));

-- Those who are asked keep the time that they were given.
create trigger keeps_day before update of answer_by on app.suggestion for each row
  when (current_user = 'portal_app' and old.published_at is not null
    and old.answer_by is distinct from new.answer_by)
  execute function app.refuse_change();

-- When it happened is the database's to say.
create trigger created_at_is_now before insert on app.suggestion
  for each row when (current_user = 'portal_app') execute function app.stamp('created_at');

create trigger published_at_is_now before insert or update of published_at on app.suggestion
  for each row when (current_user = 'portal_app' and new.published_at is not null)
  execute function app.stamp('published_at');

create trigger closed_at_is_now before insert or update of closed_at on app.suggestion
  for each row when (current_user = 'portal_app' and new.closed_at is not null)
  execute function app.stamp('closed_at');
