-- Whether a party has decided on a version: every body that it has named or, where it has named none,
-- one. agreements/decisions.py says the same.
create or replace function app.has_decided(version uuid, organisation uuid) returns boolean
language sql stable security definer set search_path = app, pg_temp as $$
  select exists (select from decision d
      where d.document_version_id = version and d.organisation_id = organisation)
    and not exists (select from document_version v
      join agreement_party p on p.agreement_id = v.agreement_id and p.organisation_id = organisation
      cross join unnest(p.bodies) as named (body_of_party)
      where v.id = version and not exists (select from decision d
        where d.document_version_id = v.id and d.organisation_id = organisation
          and d.body = named.body_of_party))
$$;
