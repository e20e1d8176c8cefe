-- Tell those who have a role in a unit that it is closed, and that the role holds elsewhere in the
-- organisation.
create or replace function app.tell_of_closing(leaving uuid) returns void
language sql volatile as $$
  insert into app.notice (id, county_id, account_id, organisation_id, kind, path, about, at, dedupe)
  select distinct on (m.account_id) gen_random_uuid(), m.county_id, m.account_id,
    m.organisation_id, 'unit.closed', '/account', u.name, now(),
    'unit.closed:' || u.id || ':' || m.account_id
  from app.unit u join app.membership m on m.unit_id = u.id and m.ended_at is null
  where u.id = leaving and m.account_id is distinct from (select app.my_account())
  on conflict (dedupe) do nothing
$$;
