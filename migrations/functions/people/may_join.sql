-- Whether I may name `account` as a participant for my organisation: myself in a plan that I begin
-- or whose call I take, and a colleague in a plan that I take part in and that goes on. Nobody who is
-- kept out of the plan.
create or replace function app.may_join(wanted_plan uuid, wanted_account uuid) returns boolean
language sql stable security definer set search_path = app, pg_temp as $$
  select exists (select from asking() me
    join membership m on m.account_id = wanted_account and m.ended_at is null
      and m.organisation_id = me.organisation_id and m.role = 'caseworker'
    where not wanted_plan = any (kept_out_of(wanted_account)) and ((wanted_plan = any ((select my_written_plans())::uuid[])
        and exists (select from plan p where p.id = wanted_plan
          and goes_on(p.phase, p.consented_at, is_consented(p.id, statement_timestamp()))))
      or (wanted_account = me.account_id and (wanted_plan = any ((select called_plans())::uuid[])
        or exists (select from plan p where p.id = wanted_plan
          and p.initiator_id = me.organisation_id
          and not exists (select from participant o where o.plan_id = p.id))))))
$$;

grant execute on function app.may_join(uuid, uuid) to portal_app;
