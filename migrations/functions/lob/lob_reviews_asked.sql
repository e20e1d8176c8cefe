-- When the routines about LOB of the agreements that hold on a day were last gone through, and what they
-- say of how often: of one agreement, of one party's, or of all. `asked_id` is who is to see to the next:
-- whoever noted the last, else whoever began the agreement if it is bound by it. Until when
-- agreements/aftercare.py works out. Which agreements is an array, so that one plan does for one and for all.
create or replace function app.lob_reviews_asked(day date, whose uuid, one uuid)
returns table (agreement_id uuid, asked_id uuid, valid_from date, declared jsonb, said jsonb,
  next_on date)
language sql stable security definer set search_path = app, pg_temp as $$
  select a.id, coalesce(r.organisation_id, b.organisation_id), a.valid_from, f.declared, f.said,
    r.next_on
  from unnest(case when one is not null then array[one]
    when whose is null then array(select x.id from agreement x)
    else array(select p.agreement_id from agreement_party p where p.organisation_id = whose
      and p.joined_at is not null and p.left_at is null) end) those(id)
  join agreement a on a.id = those.id
  left join lateral (select x.id from agreement x
    where x.amends_id = a.id and x.amends_text and x.status = 'in_force' and x.valid_from <= day
    order by x.valid_from desc, x.status_at desc, x.id limit 1) t on true
  left join agreement_fact f on f.agreement_id = coalesce(t.id, a.id) and f.key = 'lob-genomgang'
  left join lateral (select v.organisation_id, v.next_on from lob_review v
    where v.agreement_id = a.id order by v.reviewed_on desc, v.recorded_at desc limit 1) r on true
  cross join lateral (select p.organisation_id from agreement_party p
    where p.agreement_id = a.id and p.left_at is null and (p.decides or p.signs)
    order by p.organisation_id = a.creator_id desc, p.position limit 1) b
  where a.status in ('in_force', 'superseded') and a.amends_id is null
    and a.valid_from <= day and coalesce(a.last_day, 'infinity') >= day
    and exists (select from agreement_fact x
      where x.agreement_id = coalesce(t.id, a.id) and starts_with(x.key, 'lob-'))
$$;
