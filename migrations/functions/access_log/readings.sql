-- Who has read a plan that is mine, the newest first: the `most` before the entry `before`, or all;
-- of one account if it is named, and of others than me if they alone are asked for. At which unit they
-- work tells what somebody is treated for, and where: not to a mandate, nor where the person is protected.
-- Of whose words of which kinds were shown a mandate reads what it covers.
create or replace function app.readings(wanted uuid, before bigint, most integer, reader uuid,
  others boolean)
returns table (seq bigint, at timestamptz, name text, organisation text, unit text, what text,
  ground text[], shown text[])
language sql stable security definer set search_path = app, pg_temp as $$
  select e.seq, e.at, a.name, name_at(o.name, o.former_names, e.at),
    case when wanted = any ((select my_whole_plans())::uuid[])
        and wanted = any ((select placing_plans())::uuid[])
      then name_at(u.name, u.former_names, e.at) end, d.details ->> 'what',
    array(select jsonb_array_elements_text(d.details -> 'ground')),
    array(select s.key from jsonb_array_elements_text(d.details -> 'shown') s (key)
      where wanted = any ((select my_whole_plans())::uuid[])
        or wanted || ':' || s.key = any ((select my_disclosures())::text[]))
  -- in their order first, so that no more are looked into than are asked for
  from (select * from audit_entry x
    where x.stream = wanted and wanted = any ((select my_owned_plans())::uuid[])
      and x.seq < coalesce(before, 9223372036854775807)
      and (reader is null or x.account_id = reader)
      and not (others and x.account_id = (select my_account()))
      and is_reading(x.action)
    order by x.seq desc offset 0) e
  cross join lateral (select reading_of(e.details) offset 0) d (details)
  join account a on a.id = e.account_id join organisation o on o.id = e.organisation_id
  left join unit u on u.id = (d.details ->> 'unit')::uuid
  where d.details is not null
  order by e.seq desc limit most
$$;

grant execute on function app.readings(uuid, bigint, integer, uuid, boolean) to portal_app;
