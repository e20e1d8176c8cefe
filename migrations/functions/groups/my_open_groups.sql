-- What is open in the groups that my organisation takes part in.
create or replace function app.my_open_groups(keys jsonb)
returns table (group_id uuid, name text, kind text, convener_id uuid, agreement_id uuid,
  every integer, unit text, rhythm jsonb, formed_at timestamptz, is_ended boolean, last_met timestamptz,
  coming jsonb, unwritten jsonb, unconfirmed jsonb, decisions jsonb)
language sql stable security definer set search_path = app, pg_temp as $$
  select g.* from open_groups(array(select one from unnest(my_groups()) one
    where takes_part(one)), keys, now()) g
$$;
grant execute on function app.my_open_groups(jsonb) to portal_app;
