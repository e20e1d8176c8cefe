-- Another number was noted than the one that the linked sign-in showed: it was somebody else's, and
-- opens the plan no longer. Whoever was linked is told so, on their first page and by mail: neither
-- says which plan it was, nor whose. Not who is kept out of it.
create or replace function app.unlink() returns trigger
language plpgsql security definer set search_path = app, pg_temp as $$
declare
  about text := 'person.unlinked:' || old.id || ':' || old.account_id || ':' || old.linked_at;
begin
  insert into notice (id, county_id, account_id, organisation_id, kind, path, about, at, dedupe)
  select gen_random_uuid(), old.county_id, old.account_id, o.id, 'person.unlinked', '/my-plan', '',
    now(), about
  from organisation o where o.county_id = old.county_id and o.kind = 'individuals'
    and not is_kept_out(old.id)
  on conflict (dedupe) do nothing;
  insert into outbox (id, county_id, account_id, kind, path, dedupe, not_before)
  select gen_random_uuid(), old.county_id, a.id, 'person.unlinked', '/my-plan', about, now()
  from account a where a.id = old.account_id and a.disabled_at is null and a.email is not null
    and not is_kept_out(old.id)
  on conflict (dedupe) do nothing;
  new.account_id := null;
  new.linked_at := null;
  new.proved_index := null;
  return new;
end $$;
