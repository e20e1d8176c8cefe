-- Everybody with a part in a plan who may see now what `source` holds in `category` of it.
create or replace function app.readers(plan uuid, source uuid, category text) returns uuid[]
language sql stable as $$
  select coalesce(array_agg(distinct c.party), '{}') from (
    select organisation_id as party from app.participant
    where plan_id = readers.plan and ended_at is null
    union select organisation_id from app.call
    where plan_id = readers.plan and status in ('sent', 'taken')
    union select id from app.plan_person where plan_id = readers.plan and ended_at is null) c
  where c.party = source
    or app.discloses(readers.plan, source, c.party, readers.category, statement_timestamp())
    or app.owns_words(readers.plan, c.party, readers.category, statement_timestamp())
$$;
