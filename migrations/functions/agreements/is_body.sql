-- Whether a decision by that body may stand for my party on a version: it is one that the party has
-- named or, where it has named none, the only one. `own` is the decision itself, when it is put right.
create or replace function app.is_body(version uuid, wanted text, own uuid) returns boolean
language sql stable security definer set search_path = app, pg_temp as $$
  select exists (select from document_version v
    join agreement_party p on p.agreement_id = v.agreement_id
      and p.organisation_id = (select my_organisation()) and p.decides
    where v.id = version and (wanted = any (p.bodies)
      or p.bodies = '{}' and not exists (select from decision d
        where d.document_version_id = v.id and d.organisation_id = p.organisation_id
          and d.id <> own)))
$$;

grant execute on function app.is_body(uuid, text, uuid) to portal_app;
