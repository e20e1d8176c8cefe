-- Agreements my organisation is a party of and has been let into, for whoever works with them there:
-- coordinators write them, signatories sign them, and both read them.
create or replace function app.my_agreements() returns uuid[]
language sql stable security definer set search_path = app, pg_temp as $$
  select array(select p.agreement_id from acting() me
    join agreement_party p on p.organisation_id = me.organisation_id
    where p.joined_at is not null and p.left_at is null and exists (select from membership m
      where m.account_id = me.account_id and m.organisation_id = me.organisation_id
      and m.role in ('coordinator', 'signatory') and m.ended_at is null))
$$;
grant execute on function app.my_agreements() to portal_app;
