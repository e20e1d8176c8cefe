-- Let those take part whose time to stand in has come, in each plan of whom they stand in for, and no
-- longer those whose time is over, but where nobody else is left. Whoever takes part already goes on as before. Consent is to
-- organisations, and so a stand-in sees what the other saw; nobody becomes one of the few who see
-- what is protected. Those in the plan are told. Answers in how many plans something was done.
create or replace function app.run_stand_ins() returns integer
language plpgsql volatile as $$
declare
  today date := (statement_timestamp() at time zone 'Europe/Stockholm')::date;
  part app.participant;
  one record;
  place uuid;
  done integer := 0;
begin
  for part in select p.* from app.participant p
    where p.until_on is not null and p.ended_at is null
      and (p.until_on < today or not exists (select from app.stand_in s
          join app.participant a on a.account_id = s.absent_id
            and a.organisation_id = s.organisation_id and a.plan_id = p.plan_id
            and a.ended_at is null
          where s.colleague_id = p.account_id and s.organisation_id = p.organisation_id
            and app.stands_in(s, today)))
    order by p.plan_id
  loop
    perform app.hold_key(part.plan_id);
    select p.* into part from app.participant p where p.id = part.id and p.ended_at is null;
    if not found then continue; end if;
    perform app.end_standing_in(part);
    -- who has nobody to give it back to goes on for good, and that is said
    if exists (select from app.participant p where p.id = part.id and p.ended_at is null) then
      insert into app.audit_entry (id, county_id, stream, organisation_id, account_id, session_id,
        action, subject_kind, subject_id, details)
      values (gen_random_uuid(), part.county_id, part.plan_id, part.organisation_id,
        coalesce(app.my_account(), part.account_id), app.my_session(), 'plan.handed_over',
        'Participant', part.succeeds_id, '{"moved":0,"successor":"' || part.id || '"}');
      perform app.tell_of_plan(part.plan_id, 'plan.handed_over', 'plan.handed_over:' || part.id);
    end if;
    done := done + 1;
  end loop;
  for one in select distinct on (p.plan_id, s.colleague_id) s.colleague_id, s.until_on, s.made_by,
      p.id, p.plan_id, p.county_id, p.organisation_id, a.name
    from app.stand_in s
    join app.participant p on p.account_id = s.absent_id
      and p.organisation_id = s.organisation_id and p.ended_at is null and p.until_on is null
    join app.account a on a.id = s.colleague_id and a.disabled_at is null
    join app.plan l on l.id = p.plan_id and l.closed_at is null and l.not_started_at is null
    where app.stands_in(s, today) and p.plan_id <> all (app.kept_out_of(s.colleague_id))
      and not exists (select from app.participant c where c.plan_id = p.plan_id
        and c.organisation_id = p.organisation_id and c.account_id = s.colleague_id
        and (c.ended_at is null
          -- whoever was taken out of the plan by hand is not let in again by the same
          or c.until_on >= today and c.ended_at >= s.made_at))
    order by p.plan_id, s.colleague_id, s.until_on desc
  loop
    perform app.hold_key(one.plan_id);
    insert into app.participant (id, county_id, plan_id, organisation_id, account_id, name, title,
      sees_protected, joined_at, succeeds_id, until_on)
    values (gen_random_uuid(), one.county_id, one.plan_id, one.organisation_id, one.colleague_id,
      one.name, '', false, now(), one.id, one.until_on)
    on conflict (plan_id, organisation_id, account_id) where ended_at is null do nothing
    returning id into place;
    if place is null then continue; end if;
    insert into app.audit_entry (id, county_id, stream, organisation_id, account_id, session_id,
      action, subject_kind, subject_id, details)
    values (gen_random_uuid(), one.county_id, one.plan_id, one.organisation_id, one.made_by,
      app.my_session(), 'plan.stood_in', 'Participant', place, '{}');
    perform app.tell_of_plan(one.plan_id, 'plan.stood_in', 'plan.stood_in:' || place);
    done := done + 1;
  end loop;
  return done;
end $$;
