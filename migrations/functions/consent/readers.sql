-- Who of those with a part in a plan may see now what `source` holds in each category of it.
create or replace function app.readers(plan uuid, source uuid, categories text[])
returns table (category text, parties uuid[])
language sql stable as $$
  with part as materialized (
    select organisation_id as party from app.participant
    where plan_id = readers.plan and ended_at is null
    union select organisation_id from app.call
    where plan_id = readers.plan and status in ('sent', 'taken')
    union select id from app.plan_person where plan_id = readers.plan and ended_at is null),
  shown as materialized (
    select * from app.shown_to(readers.plan, source, categories, statement_timestamp()))
  select c.category, array(select s.party from shown s join part p on p.party = s.party
    where s.category = c.category)
  from unnest(categories) c (category)
$$;
