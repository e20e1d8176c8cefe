-- What is open in some groups: the last meeting held, whether one is planned, which meetings have no
-- minutes, whose confirmation is waited for, which decisions are not done. What is due of whom
-- agreements/expected.py works out. `keys` are, by kind of group, those of the facts that say how often it
-- meets: `rhythm` is what its agreement says of that. Those that have ended have nothing but their decisions and minutes.
create or replace function app.open_groups(wanted uuid[], keys jsonb, t timestamptz)
returns table (group_id uuid, name text, kind text, convener_id uuid, agreement_id uuid,
  every integer, unit text, rhythm jsonb, formed_at timestamptz, is_ended boolean, last_met timestamptz,
  coming jsonb, unwritten jsonb, unconfirmed jsonb, decisions jsonb)
language sql stable as $$
  select g.id, g.name, g.kind, g.convener_id, g.agreement_id, g.every, g.unit,
    (select jsonb_build_object('key', l.key, 'declared', l.declared, 'said', l.said)
      from app.agreement a
      left join lateral (select x.id from app.agreement x
        where x.amends_id = a.id and x.amends_text and x.status = 'in_force'
        and x.valid_from <= (t at time zone 'Europe/Stockholm')::date
        order by x.valid_from desc, x.status_at desc, x.id limit 1) y on true
      cross join lateral app.fact_lines(a.subject_id, a.id, coalesce(y.id, a.id), keys ->> g.kind) l
      where a.id = g.agreement_id and a.status in ('in_force', 'superseded')
        and l.key = keys ->> g.kind and l.kind = 'recurrence' and l.agreement_id is not null),
    g.formed_at,
    g.ended_at is not null,
    (select max(m.starts_at) from app.group_meeting m where m.group_id = g.id and m.status = 'held'),
    coalesce((select jsonb_agg(jsonb_build_object('id', m.id, 'at', m.starts_at,
        'since', m.planned_at) order by m.starts_at)
      from app.group_meeting m where m.group_id = g.id and m.status = 'planned'
      and m.ends_at > t), '[]'),
    coalesce((select jsonb_agg(jsonb_build_object('id', m.id, 'at', m.ends_at) order by m.starts_at)
      from app.group_meeting m where m.group_id = g.id and m.status = 'planned'
      and m.ends_at <= t), '[]'),
    coalesce((select jsonb_agg(jsonb_build_object('id', m.id, 'at', m.minutes_at,
        'parties', (select coalesce(jsonb_agg(one.id), '[]') from unnest(m.confirmer_ids) one (id)
          where not exists (select from app.minutes_confirmation c where c.meeting_id = m.id
            and c.organisation_id = one.id and c.revision = m.minutes_revision)))
        order by m.starts_at)
      from app.group_meeting m where m.group_id = g.id and m.status = 'held'
      and m.fixed_at is null), '[]'),
    coalesce((select jsonb_agg(jsonb_build_object('id', d.id, 'at', d.decided_at,
        'party', p.organisation_id, 'due_on', d.due_on, 'text', d.text) order by d.due_on, d.id)
      from app.group_decision d join app.group_member p on p.id = d.member_id
      where d.group_id = g.id and d.done_at is null), '[]')
  from app.working_group g where g.id = any (wanted)
$$;
