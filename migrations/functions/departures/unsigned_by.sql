-- The agreements that an organisation is to sign: decided on or being signed, and not signed by it.
create or replace function app.unsigned_by(organisation uuid) returns setof uuid
language sql stable as $$
  select g.id from app.agreement g join app.agreement_party p on p.agreement_id = g.id
  where p.organisation_id = organisation and p.joined_at is not null and p.left_at is null
    and p.signs
    and g.status in ('decision', 'signing')
    and not exists (select from app.signature s join app.document_version v
      on v.id = s.document_version_id and v.voided_at is null
      where s.agreement_id = g.id and s.organisation_id = organisation and s.completes)
$$;
