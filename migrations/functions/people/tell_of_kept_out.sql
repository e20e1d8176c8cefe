-- Tell the other handlers of a plan of mine that somebody is kept out of it and one of them is to
-- confirm it (app.tell_who_confirms()): by an address that says neither whom nor that it is about safety.
create or replace function app.tell_of_kept_out(wanted uuid) returns void
language sql volatile security definer set search_path = app, pg_temp as $$
  select tell_who_confirms(k.plan_id, 'person.kept_out', '/sip/plans/' || k.plan_id || '/people',
    'person.kept_out:' || k.id)
  from kept_out k
  where k.id = wanted and k.undone_at is null and k.confirm_by is not null
    and k.confirmed_at is null and k.plan_id = any ((select my_cases())::uuid[])
$$;

grant execute on function app.tell_of_kept_out(uuid) to portal_app;
