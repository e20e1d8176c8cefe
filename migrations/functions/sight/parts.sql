-- Where somebody has a part, whatever consent says of it: as a participant, as a private person, or
-- because a summons or an invitation waits where they work. `units` is null for a private person
-- and empty for all of the organisation. Who stands in takes part until their day; only plans between
-- `lowest` and `highest` are looked at. Who is kept out (app.keep_out()) has no part, neither by their work.
-- What is protected whose plan it is sees always; of those who answer for them one may be who may not.
create or replace function app.parts(account uuid, organisation uuid, units uuid[], lowest uuid,
  highest uuid)
returns table (plan_id uuid, party uuid, participant_id uuid, person_id uuid,
  sees_protected boolean, is_subject boolean)
language sql stable as $$
  select p.plan_id, p.organisation_id, p.id, null::uuid, p.sees_protected, false
  from app.participant p
  where units is not null and p.account_id = account and p.organisation_id = organisation
    and app.takes_part_on(p, statement_timestamp()) and p.plan_id between lowest and highest
    and p.plan_id <> all ((select app.kept_out_of(account))::uuid[])
  union all
  select p.plan_id, p.id, null, p.id, p.kind = 'subject', p.kind = 'subject' from app.plan_person p
  where units is null and p.account_id = account and p.ended_at is null
    and p.plan_id between lowest and highest and not app.is_kept_out(p.id)
  union all
  select distinct c.plan_id, c.organisation_id, null::uuid, null::uuid, false, false
  from app.call c
  where units is not null and c.organisation_id = organisation and c.status = 'sent'
    and (c.unit_id is null or units = '{}' or c.unit_id = any (units))
    and c.plan_id between lowest and highest
    and c.plan_id <> all ((select app.kept_out_of(account))::uuid[])
    and not exists (select from app.participant p where p.account_id = account
      and p.organisation_id = organisation and p.ended_at is null and p.plan_id = c.plan_id)
$$;
