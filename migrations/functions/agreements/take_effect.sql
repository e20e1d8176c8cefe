-- What a party does with an agreement that has been signed takes effect on it: a review says when the
-- next is, a notice which day is its last. agreements/terms.py says the same in words.
create or replace function app.take_effect() returns trigger
language plpgsql security definer set search_path = app, pg_temp as $$
declare
  today date := (now() at time zone 'Europe/Stockholm')::date;
  it agreement;
begin
  select * into it from agreement where id = new.agreement_id for update;
  if it.status not in ('in_force', 'superseded') or it.last_day < today
    or it.amends_id is not null
    or (new.kind = 'reviewed' and (new.on_day < it.valid_from
      or new.until not between new.on_day and coalesce(it.last_day, 'infinity')
      -- what holds until further notice is reviewed again
      or num_nonnulls(new.until, it.last_day) = 0))
    or (new.kind = 'notice' and (new.until < greatest(today, it.valid_from)
      or new.until >= it.last_day))
  then
    raise exception 'agreement % takes no such act', new.agreement_id
      using errcode = 'insufficient_privilege';
  end if;
  update agreement set
    next_review_on = case when new.kind = 'reviewed' then coalesce(new.until, last_day)
      else next_review_on end,
    ends_on = case when new.kind = 'notice' then new.until else ends_on end
  where id = new.agreement_id;
  return new;
end $$;
