-- Drafts that my organisation writes, alone or together with others, for its coordinators.
create or replace function app.my_new_agreements() returns uuid[]
language sql stable security definer set search_path = app, pg_temp as $$
  select array(select a.id from acting() me
    join agreement_party p on p.organisation_id = me.organisation_id and p.joined_at is not null
      and p.left_at is null and p.drafts
    join agreement a on a.id = p.agreement_id
    where a.status = 'draft' and i_am('coordinator'))
$$;
grant execute on function app.my_new_agreements() to portal_app;
