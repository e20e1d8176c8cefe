-- Whether somebody stands in for another today: the time is now, and both still work there.
create or replace function app.stands_in(s app.stand_in, today date) returns boolean
language sql stable as $$
  select s.ended_at is null and today between s.from_on and s.until_on
    and not exists (select from unnest(array[s.absent_id, s.colleague_id]) w (account)
      where not exists (select from app.membership m where m.account_id = w.account
        and m.organisation_id = s.organisation_id and m.role = 'caseworker'
        and m.ended_at is null))
$$;
