-- What the agreements of my organisation follow up today: see app.indicators_asked.
create or replace function app.my_indicators(today date)
returns table (agreement_id uuid, creator_id uuid, valid_from date, municipality_ids uuid[],
  parties jsonb, facts jsonb, entered jsonb)
language sql stable security definer set search_path = app, pg_temp as $$
  select i.* from indicators_asked(today, coalesce((select my_organisation()),
    '00000000-0000-0000-0000-000000000000')) i
$$;
grant execute on function app.my_indicators(date) to portal_app;
