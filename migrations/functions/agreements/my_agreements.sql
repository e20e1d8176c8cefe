-- Agreements that I work with: app.agreements_of_party() says which. Every policy of an agreement's
-- tables asks, so it is one planned query.
create or replace function app.my_agreements() returns uuid[]
language plpgsql stable security definer set search_path = app, pg_temp as $$
begin
  return array(select mine from acting() me cross join lateral
    agreements_of_party(me.account_id, me.organisation_id, '00000000-0000-0000-0000-000000000000',
      'ffffffff-ffff-ffff-ffff-ffffffffffff') mine);
end $$;
grant execute on function app.my_agreements() to portal_app;
