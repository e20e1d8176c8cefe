-- What the web server's login may not record: an electronic answer by anybody but the one who
-- answers, staff's correction of what somebody said themselves, and a consent that lasts beyond two
-- years or beyond the time when it is required. portal_owner may enter history as it was.
create or replace function app.refuse_act() returns trigger
language plpgsql security definer set search_path = app, pg_temp as $$
begin
  if pg_has_role(session_user, 'portal_owner', 'member') then return new; end if;
  if (new.how = 'electronic') <> (new.recorded_for is null)
  then raise exception 'only oneself answers electronically' using errcode = 'check_violation'; end if;
  if exists (select from consent_act a where a.id = new.corrects and a.recorded_for is null
    and new.recorded_for is not null)
  then raise exception 'what somebody said themselves is not corrected by staff'
    using errcode = 'check_violation'; end if;
  if new.valid_to > new.at + interval '2 years 1 day'
    or exists (select from consenter c where c.id = new.consenter_id
      and c.required_to < new.valid_to)
  then raise exception 'consent for too long' using errcode = 'check_violation'; end if;
  return new;
end $$;
