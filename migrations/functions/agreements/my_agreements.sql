-- Agreements my organisation is a party of and has been let into, for whoever works with them there:
-- coordinators write them, signatories sign them, and both read them. Every policy of an agreement's
-- tables asks, so the role is looked up once and not for each agreement.
create or replace function app.my_agreements() returns uuid[]
language plpgsql stable security definer set search_path = app, pg_temp as $$
declare me record;
begin
  select * into me from acting();
  if not exists (select from membership m where m.account_id = me.account_id
    and m.organisation_id = me.organisation_id and m.role in ('coordinator', 'signatory')
    and m.ended_at is null)
  then return '{}'; end if;
  return array(select p.agreement_id from agreement_party p
    where p.organisation_id = me.organisation_id and p.joined_at is not null
      and p.left_at is null);
end $$;
grant execute on function app.my_agreements() to portal_app;
