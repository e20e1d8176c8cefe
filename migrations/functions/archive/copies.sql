-- The copies made of a plan: all of them to those who see the plan and to those who handle it, who
-- tell the person of them also when consent has ended; to the others their own.
create or replace function app.copies(wanted uuid)
returns table (id uuid, party uuid, organisation text, form text, version_number integer,
  made_at timestamptz, made_by text, is_own boolean, is_kept boolean, is_withheld boolean)
language sql stable security definer set search_path = app, pg_temp as $$
  select c.id, o.id, o.name, c.form, c.version_number, c.made_at, c.made_by,
    c.organisation_id = (select my_organisation()),
    exists (select from copy_key k where k.plan_id = c.plan_id
      and k.organisation_id = c.organisation_id and k.wrapped is not null),
    c.holds_placing and p.is_protected and not c.plan_id = any ((select placing_plans())::uuid[])
  from plan_copy c join organisation o on o.id = c.organisation_id join plan p on p.id = c.plan_id
  where c.plan_id = wanted and (wanted = any ((select seen_plans())::uuid[])
      or wanted = any ((select case_plans())::uuid[])
    or (c.organisation_id = (select my_organisation())
      and wanted = any ((select my_written_plans())::uuid[])))
  order by c.made_at desc, c.id desc
$$;

grant execute on function app.copies(uuid) to portal_app;
