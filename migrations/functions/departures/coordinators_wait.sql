-- What waits on the coordinators of an organisation beside agreements that are not signed yet: those
-- that are in force, deviations, disputes and transfers that are open, groups that it calls together,
-- and minutes, decisions and activities that are its to confirm or do.
create or replace function app.coordinators_wait(wanted uuid)
returns table (in_force integer, cases integer, groups integer, duties integer)
language sql stable security definer set search_path = app, pg_temp as $$
  select
    (select count(*)::int from agreement a join agreement_party p on p.agreement_id = a.id
     where p.organisation_id = wanted and p.joined_at is not null and p.left_at is null
       and a.status = 'in_force'),
    (select count(*)::int from deviation d where d.closed_at is null
     and wanted in (d.organisation_id, d.concerns_id))
    + (select count(*)::int from dispute d where d.settled_at is null
     and wanted in (d.opener_id, d.other_id, d.third_id))
    + (select count(*)::int from case_transfer t where wanted in (t.requester_id, t.other_id)
     and t.ruling is null and t.withdrawn_on is null and t.answer is distinct from 'takes_over'),
    (select count(*)::int from working_group g where g.convener_id = wanted and g.ended_at is null),
    (select count(*)::int from group_meeting m where wanted = any (m.confirmer_ids)
     and m.status = 'held' and m.fixed_at is null
     and not exists (select from minutes_confirmation c where c.meeting_id = m.id
       and c.organisation_id = wanted and c.revision = m.minutes_revision))
    + (select count(*)::int from group_decision d join group_member p on p.id = d.member_id
     where p.organisation_id = wanted and d.done_at is null)
    + (select count(*)::int from activity a where a.owner_id = wanted and a.ended_at is null)
$$;
