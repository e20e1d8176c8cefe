-- Queue mail of an act in a dispute to the coordinators of the other sides, whichever the asker acts
-- for. `mark` tells one such act from the next; what was queued before is not once more.
create or replace function app.tell_of_dispute(wanted uuid, p_kind text, mark text) returns void
language plpgsql volatile security definer set search_path = app, pg_temp as $$
declare
  it dispute;
  mine uuid := my_organisation();
begin
  select * into it from dispute d where d.id = wanted and mine in (d.opener_id, d.other_id, d.third_id);
  if not found or not i_am('coordinator') then
    raise exception 'not yours to tell of' using errcode = 'insufficient_privilege';
  end if;
  insert into outbox (id, county_id, account_id, organisation_id, sender_id, kind, path, dedupe,
    not_before)
  select distinct on (a.id) gen_random_uuid(), it.county_id, a.id, o.id, mine, p_kind,
    '/agreements/' || it.agreement_id || '/disputes/' || it.id,
    p_kind || ':' || it.id || ':' || mark || ':' || a.id, now()
  from organisation o
  join membership m on m.organisation_id = o.id and m.role = 'coordinator' and m.ended_at is null
  join account a on a.id = m.account_id and a.disabled_at is null and a.email is not null
  where o.id in (it.opener_id, it.other_id, it.third_id) and o.id <> mine and o.closed_at is null
  order by a.id
  on conflict (dedupe) do nothing;
end $$;

grant execute on function app.tell_of_dispute(uuid, text, text) to portal_app;
