-- The organisations that keep a part of a plan, for whoever sees the plan; and from which day a part
-- may be shredded, for whose the plan is and whose the part is. Nobody is told here that a part is
-- kept longer than that.
create or replace function app.kept_parts(wanted uuid)
returns table (organisation text, kind text, is_own boolean, ends_on date, is_over boolean)
language sql stable security definer set search_path = app, pg_temp as $$
  select o.name, o.kind, coalesce(o.id = (select my_organisation()), false), r.ends_on,
    r.shredded_at is not null
  from (select initiator_id as id from plan where id = wanted
    union select organisation_id from participant where plan_id = wanted) part
  join organisation o on o.id = part.id
  left join retention_clock r on r.plan_id = wanted and r.organisation_id = o.id
    and (o.id = (select my_organisation()) or wanted = any ((select my_owned_plans())::uuid[]))
  where (o.id = (select my_organisation()) and wanted = any ((select my_written_plans())::uuid[]))
    or wanted = any ((select seen_plans())::uuid[])
  order by 3 desc, o.sort_key, o.id
$$;

grant execute on function app.kept_parts(uuid) to portal_app;
