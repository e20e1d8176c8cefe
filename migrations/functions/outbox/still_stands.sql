-- Whether what a mail about a plan tells of still stands at `t`: the meeting is still to be held, the
-- call and the question not answered, the question not annulled, the measure not done, the decision not confirmed, nobody called
-- to the planning before somebody leaves hospital, and the plan goes on (app.goes_on()). That something
-- is off, or has ended, may always be said.
create or replace function app.still_stands(m app.outbox, is_going boolean, t timestamptz)
returns boolean
language sql stable as $$
  select case
    when split_part(m.kind, '.', 1) in ('meeting', 'call', 'action', 'follow_up')
      and m.kind not in ('meeting.cancelled', 'call.withdrawn', 'call.answered')
    then is_going and case split_part(m.kind, '.', 1)
        when 'meeting' then exists (select from app.meeting x
          where x.id::text = substring(m.path from '^/meetings/([0-9a-f-]{36})$')
          and x.status = 'planned' and x.ends_at > t
          and (m.kind = 'meeting.answered' or exists (select from app.attendance a
            left join app.participant s on s.id = a.participant_id
            left join app.plan_person r on r.id = a.person_id
            where a.meeting_id = x.id and a.cancelled_at is null
            and coalesce(s.account_id, r.account_id) = m.account_id)))
        when 'call' then exists (select from app.call x
          where x.id::text = substring(m.path from '/calls/([0-9a-f-]{36})$')
          and x.status = 'sent')
        when 'action' then exists (select from app.action x
          where x.id::text = split_part(m.dedupe, ':', 2)
          and x.due_on::text = split_part(m.dedupe, ':', 3)
          and x.removed_at is null and x.status in ('not_started', 'in_progress'))
        else exists (select from app.follow_up x
          where x.id::text = split_part(m.dedupe, ':', 2)
          and x.due_on::text = split_part(m.dedupe, ':', 3) and x.held_on is null) end
    when split_part(m.kind, '.', 1) = 'discharge'
    then is_going and not app.is_called_home(m.plan_id) and exists (select from app.discharge d
      where d.id::text = split_part(m.dedupe, ':', 2)
      and d.undone_at is null and d.readmitted_at is null)
    when m.kind in ('consent.asked', 'consent.near')
    then exists (select from app.plan p where p.id = m.plan_id
      and p.phase not in ('closed', 'not_started'))
      and (m.kind = 'consent.near' or exists (
        select from (
          select distinct on (a.consenter_id, i.item) a.kind
          from app.plan_person r
          join app.consenter c on c.plan_id = r.plan_id and c.person_id = r.id
          join app.consent_act a on a.plan_id = c.plan_id and a.consenter_id = c.id
            and a.kind <> 'error'
            and not exists (select from app.consent_act e
              where e.plan_id = a.plan_id and e.corrects = a.id)
          cross join unnest(a.items) i (item)
          where r.plan_id = m.plan_id and r.account_id = m.account_id
          order by a.consenter_id, i.item, a.seq desc) w
        where w.kind = 'ask'))
    when m.kind = 'person.kept_out'
    then exists (select from app.kept_out k where k.id::text = split_part(m.dedupe, ':', 2)
      and k.undone_at is null and k.confirmed_at is null)
    else true end
$$;
