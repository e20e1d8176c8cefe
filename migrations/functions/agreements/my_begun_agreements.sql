-- Drafts that my organisation has begun, for its coordinators: who takes part in them is theirs to say.
create or replace function app.my_begun_agreements() returns uuid[]
language sql stable security definer set search_path = app, pg_temp as $$
  select array(select a.id from acting() me
    join agreement a on a.creator_id = me.organisation_id
    where a.status = 'draft' and i_am('coordinator'))
$$;
grant execute on function app.my_begun_agreements() to portal_app;
