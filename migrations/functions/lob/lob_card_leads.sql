-- Which agreement's card about LOB leads in a municipality on a day, where several have one: a card in
-- which parties have said something of LOB before one of only what a template suggests, then that of the
-- agreement that holds in the fewest municipalities (so a municipality's own before the county's), then
-- the one that began last. None where no agreement there says anything of LOB.
create or replace function app.lob_card_leads(place uuid, day date)
returns table (agreement_id uuid, code text)
language sql stable security definer set search_path = app, pg_temp as $$
  select a.id, n.code
  from agreement_area r
  join agreement a on a.id = r.agreement_id
  join lateral (select t.text_id, t.code from lob_card_texts(a.id, day) t where t.latest) n
    on n.code is not null
  where r.municipality_id = place and a.status in ('in_force', 'superseded') and a.amends_id is null
    and a.valid_from <= day and coalesce(a.last_day, 'infinity') >= day
  order by not exists (select from agreement_fact x where x.agreement_id = n.text_id
      and starts_with(x.key, 'lob-') and x.said is not null),
    (select count(*) from agreement_area o where o.agreement_id = a.id), a.valid_from desc, a.id
  limit 1
$$;
