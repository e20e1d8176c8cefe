-- What comes next in each of the plans of these parts for whoever handles it, by what has happened: at
-- most one of each kind, with since or until when, how many it is about, and which one if it is one.
-- Until when is what the plan's clocks say (app.run_clocks()), whom consent lets in what sight says.
-- Only the codes; what a step is called and where it leads the portal says.
create or replace function app.next_steps(parts app.part_seen[], t timestamptz)
returns table (plan_id uuid, step text, at timestamptz, amount integer, about uuid)
language sql stable as $$
  with live as materialized (
    select l.id, l.initiator_id, l.phase, l.phase_at, l.consented_at, l.begun_on, l.met_on,
      l.start_due_on::timestamp at time zone 'Europe/Stockholm' as start_due_on,
      l.meet_due_on::timestamp at time zone 'Europe/Stockholm' as meet_due_on,
      l.follow_up_due_on::timestamp at time zone 'Europe/Stockholm' as follow_up_due_on,
      -- midnight, when what had to be done the day before is late
      date_trunc('day', t at time zone 'Europe/Stockholm') at time zone 'Europe/Stockholm' as today,
      h.is_open, h.invited
    from unnest(parts) h join app.plan l on l.id = h.plan_id
    where h.is_handler and l.phase not in ('closed', 'not_started')),
  open as materialized (select l.* from live l where l.is_open),
  party as materialized (
    select o.id as plan_id, o.initiator_id as organisation_id from open o
    union select o.id, i.id from open o cross join unnest(o.invited) i (id)),
  word as materialized (
    select distinct on (a.plan_id, a.consenter_id) a.plan_id, a.kind, a.at
    from live l join app.consenter c on c.plan_id = l.id
      and app.is_required(c.required_from, c.required_to, t)
    join app.consent_act a on a.consenter_id = c.id and a.plan_id = l.id and a.kind <> 'error'
      and exists (select from unnest(a.items) n (item)
        cross join lateral app.consent_item(n.item) i where i.is_plan)
    where not l.is_open
    order by a.plan_id, a.consenter_id, a.seq desc),
  version as materialized (
    select l.plan_id, l.number, l.made_at, s.answer
    from (select distinct on (v.plan_id) v.plan_id, v.number, v.made_at
      from app.plan_version v join open o on o.id = v.plan_id
      order by v.plan_id, v.number desc) l
    left join lateral app.said_of_version(l.plan_id, l.number) s (answer) on true)
  select l.id, 'consent_ended', l.phase_at, 1, null::uuid from live l
  where l.consented_at is not null and not l.is_open
  union all
  select l.id, case when bool_or(w.kind in ('refuse', 'withdraw')) then 'consent_refused'
      when bool_or(w.kind = 'ask') then 'consent_waits'
      when exists (select from app.consenter c where c.plan_id = l.id
        and app.is_required(c.required_from, c.required_to, t)) then 'consent_needed'
      else 'consenter_needed' end,
    max(w.at), 1, null
  from live l left join word w on w.plan_id = l.id
  where l.consented_at is null and not l.is_open group by l.id
  union all
  select o.id, 'lacks_' || k.kind, null, 1, null
  from open o cross join (values ('region'), ('municipality')) k (kind)
  where not exists (select from party p join app.organisation g on g.id = p.organisation_id
    where p.plan_id = o.id and g.kind = k.kind)
  union all
  select a.plan_id, 'doer_lost', null, count(*)::integer, null
  from app.action a join open o on o.id = a.plan_id
  where a.removed_at is null and a.status in ('not_started', 'in_progress')
    and (a.responsible_id in (select p.id from app.participant p
        join open o on o.id = p.plan_id where p.ended_at is not null)
      or a.person_id in (select r.id from app.plan_person r
        join open o on o.id = r.plan_id where r.ended_at is not null)
      or (a.organisation_id is not null and (a.plan_id, a.organisation_id) not in (
        select y.plan_id, y.organisation_id from party y)))
  group by a.plan_id
  union all
  select m.plan_id, 'message_waits', min(m.written_at), count(distinct m.person_id)::integer,
    case when count(distinct m.person_id) = 1 then min(m.person_id::text)::uuid end
  from app.plan_message m join live l on l.id = m.plan_id
  where m.from_party = m.person_id and m.settled_at is null
    and not exists (select from app.plan_message a where a.plan_id = m.plan_id
      and a.person_id = m.person_id and a.from_party <> a.person_id and a.written_at > m.written_at)
  group by m.plan_id
  union all
  -- somebody whose say counts is kept out: it holds, and another handler confirms it
  select k.plan_id, 'kept_out_waits',
    min(k.confirm_by)::timestamp at time zone 'Europe/Stockholm', count(*)::integer,
    case when count(*) = 1 then min(k.person_id::text)::uuid end
  from app.kept_out k join live l on l.id = k.plan_id
  join app.plan_person p on p.id = k.person_id and p.ended_at is null
    and p.account_id is distinct from (select app.my_account())
  where k.undone_at is null and k.confirm_by is not null and k.confirmed_at is null
  group by k.plan_id
  union all
  select c.plan_id, 'call_waits', min(c.answer_by), count(*)::integer,
    case when count(*) = 1 then min(c.id::text)::uuid end
  from app.call c join open o on o.id = c.plan_id where c.status = 'sent' group by c.plan_id
  union all
  select y.plan_id, 'call_others', min(o.start_due_on) filter (where o.begun_on is null),
    count(*)::integer, null
  from party y join open o on o.id = y.plan_id
  where y.organisation_id <> o.initiator_id
    and not exists (select from app.call c where c.plan_id = y.plan_id
      and c.organisation_id = y.organisation_id)
    and not exists (select from app.participant p where p.plan_id = y.plan_id
      and p.organisation_id = y.organisation_id and p.ended_at is null)
  group by y.plan_id
  union all
  select m.plan_id, 'note_meeting', min(m.starts_at), count(*)::integer,
    case when count(*) = 1 then min(m.id::text)::uuid end
  from app.meeting m join open o on o.id = m.plan_id
  where m.status = 'planned' and m.ends_at <= t group by m.plan_id
  union all
  select o.id, case o.phase when 'preparing' then 'book_meeting' else 'write_goals' end,
    case o.phase when 'preparing' then o.meet_due_on end, 1, null
  from open o where o.phase = 'preparing' or o.phase in ('planning', 'following_up')
    and not exists (select from app.goal g where g.plan_id = o.id and g.removed_at is null)
  union all
  select o.id, case when v.number is null then 'put_to_person'
      when v.answer is null then 'version_waits' else 'version_objected' end, v.made_at, 1, null
  from open o left join version v on v.plan_id = o.id
  where o.phase in ('planning', 'following_up') and v.answer is distinct from 'approved'
    and exists (select from app.goal g where g.plan_id = o.id and g.removed_at is null)
  union all
  select l.id, 'meeting_late', l.meet_due_on, 1, null from live l
  where l.phase in ('need', 'consent') and l.met_on is null and l.meet_due_on < l.today
  union all
  select o.id, case when f.is_agreed then 'follow_up_late' else 'agree_follow_up' end,
    o.follow_up_due_on, 1, null
  from open o cross join lateral (select exists (select from app.follow_up f
    where f.plan_id = o.id and f.held_on is null) as is_agreed) f
  where case when f.is_agreed then o.phase in ('planning', 'following_up')
      and o.follow_up_due_on < o.today
    else o.phase = 'following_up'
      or o.phase = 'planning' and o.follow_up_due_on < o.today end
  union all
  select c.plan_id, 'of_age_soon', min(c.required_to), 1, null
  from live l join app.consenter c on c.plan_id = l.id
    and c.required_to > t and c.required_to <= t + interval '31 days'
  join app.plan_person g on g.id = c.person_id and g.kind = 'guardian' and g.ended_at is null
  where (l.consented_at is null or l.is_open)
    and not exists (select from app.asked a where a.plan_id = l.id and a.kind = 'of_age')
  group by c.plan_id
  union all
  -- its last day is the one before
  select c.plan_id, 'mandate_ends', min(c.mandate_to) - interval '1 day', count(*)::integer,
    case when count(*) = 1 then min(c.person_id::text)::uuid end
  from live l join app.consenter c on c.plan_id = l.id
    and c.mandate_to > t and c.mandate_to <= t + interval '31 days'
    and (c.required_to is null or c.required_to > t)
  group by c.plan_id
  union all
  select d.plan_id, 'document_due',
    min(d.check_again_on)::timestamp at time zone 'Europe/Stockholm', count(*)::integer,
    case when count(*) = 1 then min(d.person_id::text)::uuid end
  from (select distinct on (k.person_id) k.plan_id, k.person_id, k.check_again_on
    from app.document_check k join live l on l.id = k.plan_id
    join app.plan_person p on p.id = k.person_id and p.ended_at is null
    -- as long as they have a say that it is about
    where exists (select from app.consenter c where c.plan_id = k.plan_id
      and c.person_id = k.person_id and (c.required_to is null or c.required_to > t))
    order by k.person_id, k.recorded_at desc, k.id desc) d
  where d.check_again_on <= (t at time zone 'Europe/Stockholm')::date
  group by d.plan_id
$$;
