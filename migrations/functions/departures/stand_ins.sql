-- Who stands in for whom in my organisation, now or later: where I am one of them, or for the
-- administrator all.
create or replace function app.stand_ins()
returns table (id uuid, absent_id uuid, absent text, colleague_id uuid, colleague text,
  from_on date, until_on date)
language sql stable security definer set search_path = app, pg_temp as $$
  select s.id, s.absent_id, a.name, s.colleague_id, c.name, s.from_on, s.until_on
  from stand_in s join account a on a.id = s.absent_id join account c on c.id = s.colleague_id
  where s.organisation_id = (select my_organisation()) and s.ended_at is null
    and s.until_on >= (statement_timestamp() at time zone 'Europe/Stockholm')::date
    and (s.absent_id = (select my_account()) or s.colleague_id = (select my_account())
      or (select i_am('administrator')))
  order by s.from_on, a.name, s.id
$$;

grant execute on function app.stand_ins() to portal_app;
