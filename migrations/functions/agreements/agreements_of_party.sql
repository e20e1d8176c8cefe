-- The agreements, between two ids, that an organisation is a party of and has been let into, for
-- whoever works with them there: coordinators write them, signatories sign them, and both read them.
-- Written out where it is called, as app.acting() is.
create or replace function app.agreements_of_party(account uuid, party uuid, lowest uuid, highest uuid)
returns setof uuid
language sql stable rows 20 as $$
  select p.agreement_id from app.agreement_party p
  where p.organisation_id = party and p.joined_at is not null and p.left_at is null
    and p.agreement_id between lowest and highest
    and exists (select from app.membership m where m.account_id = account
      and m.organisation_id = party and m.role in ('coordinator', 'signatory')
      and m.ended_at is null)
$$;
