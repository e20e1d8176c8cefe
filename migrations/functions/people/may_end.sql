-- Whether I may let somebody of my organisation leave. A handler who is named leaves by themself or
-- by another of the named, while they still work there: else whoever is not named would remove the
-- named and be free to name themself.
create or replace function app.may_end(wanted uuid) returns boolean
language sql stable security definer set search_path = app, pg_temp as $$
  select exists (select from participant p join plan l on l.id = p.plan_id
    where p.id = wanted and p.plan_id = any ((select my_written_plans())::uuid[])
      and p.organisation_id = (select my_organisation())
      and (not l.is_protected or not p.sees_protected or p.organisation_id <> l.initiator_id
        or may_protect(l.id)
        or not exists (select from membership m
          join account a on a.id = m.account_id and a.disabled_at is null
          where m.account_id = p.account_id and m.organisation_id = p.organisation_id
            and m.role = 'caseworker' and m.ended_at is null)))
$$;

grant execute on function app.may_end(uuid) to portal_app;
