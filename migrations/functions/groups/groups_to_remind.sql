-- What is open in all groups in which anything is: whom to remind of it agreements/reminders.py works out.
create or replace function app.groups_to_remind(keys jsonb)
returns table (group_id uuid, name text, kind text, convener_id uuid, agreement_id uuid,
  every integer, unit text, rhythm jsonb, formed_at timestamptz, is_ended boolean, last_met timestamptz,
  coming jsonb, unwritten jsonb, unconfirmed jsonb, decisions jsonb)
language sql stable security definer set search_path = app, pg_temp as $$
  select g.* from open_groups(array(select w.id from working_group w
    where w.ended_at is null or exists (select from group_decision d where d.group_id = w.id
      and d.done_at is null)), keys, now()) g
$$;
grant execute on function app.groups_to_remind(jsonb) to portal_worker;
