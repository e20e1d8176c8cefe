-- Tell those who had a role in an organisation, and have one in the organisation after it, that it is
-- so: on their first page there, and by mail to those who have an address.
create or replace function app.tell_moved(leaving uuid, receiver uuid) returns void
language plpgsql volatile as $$
declare whom record;
begin
  for whom in select distinct a.id, a.email, o.county_id, o.name,
      'role.moved:' || leaving || ':' || receiver || ':' || a.id as dedupe
    from app.organisation o
    join app.membership m on m.organisation_id = o.id and m.ended_at is null
    join app.membership n on n.account_id = m.account_id and n.organisation_id = receiver
      and n.ended_at is null
    join app.account a on a.id = m.account_id and a.disabled_at is null
    where o.id = leaving
  loop
    insert into app.notice (id, county_id, account_id, organisation_id, kind, path, about, at,
      dedupe)
    values (gen_random_uuid(), whom.county_id, whom.id, receiver, 'role.moved', '/account',
      whom.name, now(), whom.dedupe)
    on conflict (dedupe) do nothing;
    continue when whom.email is null;
    insert into app.outbox (id, county_id, account_id, organisation_id, kind, path, dedupe,
      not_before)
    values (gen_random_uuid(), whom.county_id, whom.id, receiver, 'role.moved', '/account',
      whom.dedupe, now())
    on conflict (dedupe) do nothing;
  end loop;
end $$;
