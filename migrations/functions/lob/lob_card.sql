-- The card about LOB of an agreement, for whoever holds one of its cards: `held` is the code on it, and
-- without a code that it has had nobody is told anything. Nobody has to be signed in: patrol cars and
-- wards are not. `holds` is whether the agreement holds on the day, `code` and `since` are those of the
-- card of that day, `facts` what it says, and `next_id` and `next_code` are of the agreement that has taken
-- over. `elsewhere` are the municipalities of its area where another agreement's card leads
-- (app.lob_card_leads), each with that card.
create or replace function app.lob_card(wanted uuid, held text, day date)
returns table (title text, county text, holds boolean, begins date, last_day date, code text,
  since date, next_id uuid, next_code text, facts jsonb, elsewhere jsonb)
language sql stable security definer set search_path = app, pg_temp as $$
  with texts as materialized (select * from lob_card_texts(wanted, day)),
  now as (select t.* from texts t where t.latest and exists (select from texts where code = held))
  select a.title, c.name, h.holds, a.valid_from, a.last_day, n.code,
    (select min(t.begins) from texts t where t.begins > coalesce(
      (select max(u.begins) from texts u where u.begins <= n.begins and u.code is distinct from n.code),
      '-infinity')),
    s.id, s.code,
    case when h.holds then (select jsonb_agg(jsonb_build_object('key', x.key, 'label', x.label,
        'kind', x.kind, 'declared', x.declared, 'said', x.said) order by x.position)
      from agreement_fact x
      where x.agreement_id = n.text_id and starts_with(x.key, 'lob-')) end,
    case when h.holds then (select jsonb_agg(jsonb_build_object('name', o.short_name,
        'agreement_id', l.agreement_id, 'code', l.code) order by o.sort_key)
      from agreement_area r
      join organisation o on o.id = r.municipality_id
      cross join lateral lob_card_leads(r.municipality_id, day) l
      where r.agreement_id = a.id and l.agreement_id <> a.id) end
  from agreement a
  join county c on c.id = a.county_id
  cross join now n
  cross join lateral (
    select a.valid_from <= day and coalesce(a.last_day, 'infinity') >= day as holds) h
  left join lateral (
    select y.id, t.code from agreement y cross join lateral lob_card_texts(y.id, day) t
    where y.replaces_ids @> array[a.id] and y.valid_from <= day and t.latest
      and coalesce(y.last_day, 'infinity') >= day
    order by y.valid_from, y.id limit 1) s on not h.holds
  where a.id = wanted
$$;

grant execute on function app.lob_card(uuid, text, date) to portal_app;
