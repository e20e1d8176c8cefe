-- What organisations are to do about LOB where an agreement holds, as far as it waits: contacts by the day
-- they are due, however many, and activities of the agreement's plan.
create or replace function app.lob_work_to_remind()
returns table (about text, agreement_id uuid, organisation_id uuid, activity_id uuid,
  since timestamptz, until date)
language sql stable security definer set search_path = app, pg_temp as $$
  select 'lob.contact', c.agreement_id, c.organisation_id, null::uuid, min(c.recorded_at), c.due_on
  from lob_contact c where c.done_at is null
  group by c.agreement_id, c.organisation_id, c.due_on
  union all
  select 'activity', v.agreement_id, v.owner_id, v.id, v.planned_at, v.due_on
  from activity v where v.ended_at is null
$$;

grant execute on function app.lob_work_to_remind() to portal_worker;
