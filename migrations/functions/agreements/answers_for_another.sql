-- Whether the asker has registered a paper, proposed a correction, or answered either, for another party
-- than they act for now: nobody agrees with themselves.
create or replace function app.answers_for_another(what uuid) returns boolean
language sql stable security definer set search_path = app, pg_temp as $$
  select exists (select from (
    select account_id, organisation_id from paper where id = what
    union all select account_id, organisation_id from paper_answer where paper_id = what
    union all select account_id, organisation_id from correction where id = what
    union all select account_id, organisation_id from correction_answer where correction_id = what) said
    where said.account_id = (select my_account()) and said.organisation_id <> (select my_organisation()))
$$;

grant execute on function app.answers_for_another(uuid) to portal_app;
