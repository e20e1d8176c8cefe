-- Somebody stands in no longer: whoever stands in says so, whom they stand in for, or an
-- administrator. Answers whether that was news.
create or replace function app.end_stand_in(p_id uuid) returns boolean
language plpgsql volatile security definer set search_path = app, pg_temp as $$
declare
  mine uuid := my_organisation();
  one stand_in;
begin
  select * into one from stand_in where id = p_id and organisation_id = mine
    and (i_am('administrator') or my_account() in (absent_id, colleague_id)) for update;
  if not found then
    raise exception 'not yours to end' using errcode = 'insufficient_privilege';
  end if;
  if one.ended_at is not null then return false; end if;
  update stand_in set ended_at = clock_timestamp() where id = p_id;
  perform tell_of_standing_in(one.colleague_id, 'role.stand_in_ended', p_id);
  perform tell_of_standing_in(one.absent_id, 'role.stand_in_ended', p_id);
  perform run_stand_ins();
  return true;
end $$;

grant execute on function app.end_stand_in(uuid) to portal_app;
