-- What all agreements that hold today follow up, for the reminders: see app.indicators_asked.
create or replace function app.indicators_to_remind(today date)
returns table (agreement_id uuid, creator_id uuid, valid_from date, municipality_ids uuid[],
  parties jsonb, facts jsonb, entered jsonb)
language sql stable security definer set search_path = app, pg_temp as $$
  select i.* from indicators_asked(today, null) i where i.facts is not null
$$;
grant execute on function app.indicators_to_remind(date) to portal_worker;
