-- Tell the coordinators of an organisation that it has taken another's place in an agreement: on
-- their first page, and by mail to those who have an address.
create or replace function app.tell_successor(wanted uuid, receiver uuid) returns void
language plpgsql volatile as $$
declare whom record;
begin
  for whom in select distinct a.id, a.email, g.county_id, g.title,
      'agreement.succeeded:' || g.id || ':' || receiver || ':' || a.id as dedupe
    from app.agreement g join app.membership m on m.organisation_id = receiver
      and m.role = 'coordinator' and m.ended_at is null
    join app.account a on a.id = m.account_id and a.disabled_at is null
    where g.id = wanted and g.status <> 'superseded'
  loop
    insert into app.notice (id, county_id, account_id, organisation_id, kind, path, about, at,
      dedupe)
    values (gen_random_uuid(), whom.county_id, whom.id, receiver, 'agreement.succeeded',
      '/agreements/' || wanted, whom.title, now(), whom.dedupe)
    on conflict (dedupe) do nothing;
    continue when whom.email is null;
    insert into app.outbox (id, county_id, account_id, organisation_id, kind, path, dedupe,
      not_before)
    values (gen_random_uuid(), whom.county_id, whom.id, receiver, 'agreement.succeeded',
      '/agreements/' || wanted, whom.dedupe, now())
    on conflict (dedupe) do nothing;
  end loop;
end $$;
