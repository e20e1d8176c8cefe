-- Who has a part in a plan, and for which organisation (null: for themselves). Not who is kept
-- out of it, privately or by their work.
create or replace function app.addressees(wanted_plan uuid)
returns table (account_id uuid, organisation_id uuid)
language sql stable as $$
  select p.account_id, p.organisation_id from app.participant p
  where p.plan_id = wanted_plan and app.takes_part_on(p, statement_timestamp())
    and wanted_plan <> all (app.kept_out_of(p.account_id))
  union
  select p.account_id, null::uuid from app.plan_person p
  where p.plan_id = wanted_plan and p.ended_at is null and p.account_id is not null
    and not app.is_kept_out(p.id)
  union
  select m.account_id, c.organisation_id from app.call c
  join app.membership m on m.organisation_id = c.organisation_id and m.role = 'caseworker'
    and m.ended_at is null and (c.unit_id is null or m.unit_id is null or m.unit_id = c.unit_id)
  where c.plan_id = wanted_plan and c.status = 'sent'
    and wanted_plan <> all (app.kept_out_of(m.account_id))
$$;
