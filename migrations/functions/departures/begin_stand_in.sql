-- Let a colleague stand in for me, or as an administrator for somebody else of my organisation, from a
-- day until a day. The one who stands in is told, and the one they stand in for.
create or replace function app.begin_stand_in(p_id uuid, p_absent uuid, p_colleague uuid,
  p_from date, p_until date) returns void
language plpgsql volatile security definer set search_path = app, pg_temp as $$
declare
  mine uuid := my_organisation();
  today date := (statement_timestamp() at time zone 'Europe/Stockholm')::date;
begin
  if exists (select from stand_in where id = p_id and made_by = my_account()) then return; end if;
  if not (i_am('administrator') or (p_absent = my_account() and i_am('caseworker')))
    or p_from < today or p_until < p_from or p_until > today + 366
    or p_absent = p_colleague or not is_caseworker(p_absent) or not is_caseworker(p_colleague)
  then raise exception 'not yours to say' using errcode = 'insufficient_privilege'; end if;
  insert into stand_in (id, county_id, organisation_id, absent_id, colleague_id, from_on, until_on,
    made_by, made_at)
  values (p_id, my_county(), mine, p_absent, p_colleague, p_from, p_until, my_account(),
    clock_timestamp());
  perform tell_of_standing_in(p_colleague, 'role.stands_in', p_id);
  perform tell_of_standing_in(p_absent, 'role.stood_in_for', p_id);
  perform run_stand_ins();
end $$;

grant execute on function app.begin_stand_in(uuid, uuid, uuid, date, date) to portal_app;
