-- Take back what ended by the passing of time, so that nobody's act closed it: a consent or a
-- mandate ran out, or somebody's consent came to be needed. Answers how much was closed.
create or replace function app.close_expired() returns integer
language sql volatile as $$
  select coalesce(sum(app.close_plan(p.plan_id)), 0)::integer from (
    select plan_id from app.consent_act
    where kind = 'grant' and valid_to between now() - interval '7 days' and now()
    union
    select plan_id from app.consenter
    where required_from between now() - interval '7 days' and now()
      or required_to between now() - interval '7 days' and now()
      or mandate_to between now() - interval '7 days' and now()) p
$$;
