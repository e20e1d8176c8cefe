-- The web server can neither number an act of consent nor choose its time, and its items are of
-- known kinds. portal_owner may enter history as it was (the demo, the bench).
create or replace function app.number_act() returns trigger
language plpgsql security definer set search_path = app, pg_temp as $$
declare
  last record;
begin
  if exists (select from unnest(new.items) n (item) cross join lateral consent_item(n.item) i
    where not i.is_known)
  then raise exception 'not an item of consent' using errcode = 'check_violation'; end if;
  perform from plan where id = new.plan_id for no key update;
  select seq, at into last from consent_act where plan_id = new.plan_id order by seq desc limit 1;
  new.seq := coalesce(last.seq, 0) + 1;
  if new.at is null or not pg_has_role(session_user, 'portal_owner', 'member') then
    new.at := greatest(clock_timestamp(), last.at + interval '1 microsecond');
  end if;
  if new.valid_from is not null then new.valid_from := greatest(new.valid_from, new.at); end if;
  return new;
end $$;
