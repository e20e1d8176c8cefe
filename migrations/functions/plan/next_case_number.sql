-- The next number of a case of my organisation this year, such as 2026-00017.
create or replace function app.next_case_number() returns text
language plpgsql volatile security definer set search_path = app, pg_temp as $$
declare
  mine uuid := my_organisation();
  year text := to_char(now() at time zone 'Europe/Stockholm', 'YYYY');
  last text;
begin
  perform pg_advisory_xact_lock(hashtextextended('case number ' || mine, 0));
  select max(case_number) into last from plan
  where initiator_id = mine and case_number between year || '-' and year || '-99999';
  return year || '-' || lpad((coalesce(split_part(last, '-', 2)::int, 0) + 1)::text, 5, '0');
end $$;

grant execute on function app.next_case_number() to portal_app;
