-- Queue mail of an act in a transfer to the coordinators of the other municipality, where it is one of
-- the county's.
create or replace function app.tell_of_transfer(wanted uuid, p_kind text) returns void
language plpgsql volatile security definer set search_path = app, pg_temp as $$
declare
  it case_transfer;
  mine uuid := my_organisation();
begin
  select * into it from case_transfer t where t.id = wanted and mine in (t.requester_id, t.other_id);
  if not found or not i_am('coordinator') then
    raise exception 'not yours to tell of' using errcode = 'insufficient_privilege';
  end if;
  insert into outbox (id, county_id, account_id, organisation_id, sender_id, kind, path, dedupe,
    not_before)
  select distinct on (a.id) gen_random_uuid(), it.county_id, a.id, o.id, mine, p_kind,
    '/transfers/' || it.id, p_kind || ':' || it.id || ':' || a.id, now()
  from organisation o
  join membership m on m.organisation_id = o.id and m.role = 'coordinator' and m.ended_at is null
  join account a on a.id = m.account_id and a.disabled_at is null and a.email is not null
  where o.id in (it.requester_id, it.other_id) and o.id <> mine and o.closed_at is null
  order by a.id
  on conflict (dedupe) do nothing;
end $$;

grant execute on function app.tell_of_transfer(uuid, text) to portal_app;
