-- Those whom I stand in for today, as participants: of one plan, or of all of theirs. What they are to
-- do I may do, where I take part myself; that is asked beside this.
create or replace function app.stood_in_for(only_plan uuid default null) returns uuid[]
language sql stable security definer set search_path = app, pg_temp as $$
  select coalesce(array_agg(p.id), '{}') from asking() me
  join stand_in s on s.colleague_id = me.account_id and s.organisation_id = me.organisation_id
    and stands_in(s, (statement_timestamp() at time zone 'Europe/Stockholm')::date)
  join participant p on p.account_id = s.absent_id and p.organisation_id = s.organisation_id
    and p.ended_at is null and (only_plan is null or p.plan_id = only_plan)
$$;
