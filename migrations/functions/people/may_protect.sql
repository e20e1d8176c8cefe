-- Whether I may say who sees what is protected: a handler, and once the plan is protected one of
-- the named few. When none of the handlers is named any longer, or whoever is is kept out of the plan,
-- any of them may: somebody has to.
create or replace function app.may_protect(wanted uuid) returns boolean
language sql stable security definer set search_path = app, pg_temp as $$
  select wanted = any ((select my_cases())::uuid[]) and coalesce(
    (select not l.is_protected or count(p.id) = 0 or bool_or(p.account_id = (select my_account()))
    from plan l left join participant p on p.plan_id = l.id and p.organisation_id = l.initiator_id
      and p.sees_protected and p.ended_at is null and l.id <> all (kept_out_of(p.account_id))
    where l.id = wanted group by l.id), false)
$$;

grant execute on function app.may_protect(uuid) to portal_app;
