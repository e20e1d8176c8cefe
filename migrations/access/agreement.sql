alter table app.agreement enable row level security, force row level security;

-- Who proposed, wrote, answered, decided and signed is never rewritten.
grant select, insert on app.agreement to portal_app;
grant update (title, status, status_at, changed_at, valid_from, valid_until, open_ended, review_on,
  revision, matrix_revision, withdrawn_by, withdrawn_reason, replaces_ids, replaces_id, due_on)
  on app.agreement to portal_app;
grant select on app.agreement to portal_authz;
grant update (status, status_at, changed_at, replaced_from, ends_on, next_review_on,
  prolonged_until, open_ended, on_paper, title, withdrawn_by, withdrawn_reason, municipality_ids,
  covers_county, creator_id, replaces_ids, revision, matrix_revision) on app.agreement to portal_authz;

create policy maintain on app.agreement to portal_owner using (true) with check (true);
create policy authz on app.agreement to portal_authz using (true) with check (true);

create policy readable on app.agreement for select to portal_app
  using (id = any ((select app.my_agreements())::uuid[])
    or id = any ((select app.readable_agreements())::uuid[])
    or (creator_id = (select app.my_organisation()) and (select app.i_am('coordinator'))));

create policy create_own on app.agreement for insert to portal_app
  with check (creator_id = (select app.my_organisation())
    and county_id = (select app.my_county())
    and creator_name = (select app.my_name())
    and (select app.i_am('coordinator'))
    and (select app.is_offered((select app.my_organisation())))
    and status = 'draft'
    and not on_paper
    and num_nonnulls(replaced_from, ends_on, next_review_on, prolonged_until) = 0);

-- what has been superseded is so by supersede_earlier(), never by a party's own hand
create policy party_change on app.agreement for update to portal_app
  using (id = any ((select app.my_agreements())::uuid[]))
  with check (id = any ((select app.my_agreements())::uuid[])
    and status <> 'superseded'
    and (withdrawn_by is null or withdrawn_by = (select app.my_byline()))
    and (status <> 'in_force' or app.is_signed(id)));

-- the one way through the states
create trigger step before update of status on app.agreement for each row
  -- what is signed on paper is registered, and taken back, by functions of their own
  when (old.status <> new.status and not (current_user = 'portal_authz'
      and (old.status, new.status) in (('draft', 'in_force'), ('in_force', 'withdrawn'),
        ('in_force', 'shared'), ('superseded', 'in_force')))
    and (old.status, new.status) not in (
    ('draft', 'shared'), ('draft', 'withdrawn'), ('shared', 'decision'), ('shared', 'withdrawn'),
    ('decision', 'signing'), ('decision', 'shared'), ('signing', 'in_force'),
    ('signing', 'shared'), ('in_force', 'superseded')))
  execute function app.refuse_step();

-- A name may be put right while nobody else has seen it; then the parties agree to another, and when
-- it is signed to the correction of a clerical error in it.
create trigger keeps_name before update of title on app.agreement for each row
  when (current_user <> 'portal_authz' and old.title <> new.title and old.status <> 'draft')
  execute function app.refuse_renaming();

create trigger keeps_days before update of valid_from, valid_until, open_ended, review_on, revision,
    matrix_revision
  on app.agreement for each row when (current_user = 'portal_app' and old.status <> 'draft')
  execute function app.refuse_days();

create trigger ready before update of status on app.agreement for each row
  when (old.status = 'shared' and new.status = 'decision')
  execute function app.refuse_unready();

-- The reasons are of the version that is made when it is locked.
create constraint trigger explained after update on app.agreement
  deferrable initially deferred for each row
  when (old.status = 'shared' and new.status = 'decision')
  execute function app.refuse_unexplained();

create trigger subject before insert or update of template_version_id, subject_id on app.agreement
  for each row execute function app.take_subject();

create trigger area before insert or update of municipality_ids, municipality_id, covers_county
  on app.agreement for each row execute function app.take_area();

create trigger area_is_kept after insert or update of municipality_ids on app.agreement
  for each row execute function app.keep_area();

create trigger only_one after insert or update of municipality_ids, creator_id on app.agreement
  for each row when (new.amends_id is null
    and new.status in ('draft', 'shared', 'decision', 'signing'))
  execute function app.refuse_second();

create trigger all_replaced before insert or update of replaces_ids, replaces_id on app.agreement
  for each row execute function app.take_replaced();

create trigger successor before insert or update of replaces_ids, replaces_id on app.agreement
  for each row when (cardinality(new.replaces_ids) > 0)
  execute function app.refuse_other_subject();

create trigger whose_day before update of due_on on app.agreement for each row
  when (current_user = 'portal_app' and old.due_on is distinct from new.due_on)
  execute function app.refuse_due();

-- What it replaces is part of the text that is decided on.
create trigger names_successor before update of replaces_ids, replaces_id on app.agreement
  for each row when (old.replaces_ids <> new.replaces_ids
    and old.status not in ('draft', 'shared'))
  execute function app.refuse_change();

-- Two never hold for the same subject, municipality and day: refused when it goes to decision, and
-- for certain when what is signed is committed.
create trigger meets_no_other after update of status on app.agreement for each row
  when (old.status = 'shared' and new.status = 'decision')
  execute function app.refuse_overlap();

create constraint trigger holds_alone after insert or update on app.agreement
  deferrable initially deferred for each row
  when (new.status in ('in_force', 'superseded') and new.amends_id is null)
  execute function app.refuse_overlap();

-- What amends another fits it, and follows it when that is prolonged or ends.
create trigger tied before insert or update of amends_id, status on app.agreement
  for each row when (new.amends_id is not null and new.status in ('draft', 'decision'))
  execute function app.refuse_untied();

create trigger is_followed after update of prolonged_until, open_ended, ends_on, replaced_from
  on app.agreement
  for each row when (new.amends_id is null
    and (old.prolonged_until, old.open_ended, old.ends_on, old.replaced_from)
      is distinct from (new.prolonged_until, new.open_ended, new.ends_on, new.replaced_from))
  execute function app.follow_amended();

create trigger decided before update of status on app.agreement for each row
  when (old.status = 'decision' and new.status = 'signing')
  execute function app.refuse_undecided();

-- what each role may take it through
create trigger by_role before update on app.agreement for each row
  when (current_user = 'portal_app') execute function app.refuse_by_role();

-- When it happened is the database's to say.
create trigger created_at_is_now before insert on app.agreement
  for each row when (current_user = 'portal_app') execute function app.stamp('created_at');

create trigger status_at_is_now before insert or update of status_at on app.agreement
  for each row when (current_user = 'portal_app') execute function app.stamp('status_at');

create trigger changed_at_is_now before insert or update of changed_at on app.agreement
  for each row when (current_user = 'portal_app') execute function app.stamp('changed_at');
