-- Tell the administrators of an organisation that somebody else has changed it, or a unit of it: on
-- their page, where what, by whom and why stands too.
create or replace function app.tell_changed(p_change uuid, organisation uuid, about text)
returns void
language sql volatile as $$
  insert into app.notice (id, county_id, account_id, organisation_id, kind, path, about, at, dedupe)
  select distinct on (m.account_id) gen_random_uuid(), m.county_id, m.account_id, organisation,
    'organisation.changed', '/administration', about, now(),
    'organisation.changed:' || p_change || ':' || m.account_id
  from app.membership m
  where m.organisation_id = organisation and m.role = 'administrator' and m.ended_at is null
    and m.account_id is distinct from (select app.my_account())
  on conflict (dedupe) do nothing
$$;
