-- Who may see now what `source` holds in `category` of a plan that I see: to choose among.
create or replace function app.audience(plan uuid, source uuid, category text) returns uuid[]
language sql stable security definer set search_path = app, pg_temp as $$
  select coalesce(array_agg(distinct c.party), '{}') from (
    select organisation_id as party from participant
    where plan_id = audience.plan and ended_at is null
    union select organisation_id from call
    where plan_id = audience.plan and status in ('sent', 'taken')
    union select id from plan_person where plan_id = audience.plan and ended_at is null) c
  where audience.plan = any ((select seen_plans())::uuid[]) and (c.party = source
    or discloses(audience.plan, source, c.party, audience.category, statement_timestamp())
    or owns_words(audience.plan, c.party, audience.category, statement_timestamp()))
$$;

grant execute on function app.audience(uuid, uuid, text) to portal_app;
