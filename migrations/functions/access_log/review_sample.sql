-- A sample of what staff of my organisation have read in plans, for its reviewer: nobody chooses
-- it, and it comes out the same each time. The newest first.
create or replace function app.review_sample(since timestamptz, until timestamptz, size integer)
returns table (at timestamptz, name text, unit text, case_number text, what text, ground text[])
language sql stable security definer set search_path = app, pg_temp as $$
  with drawn as materialized (
    select e.id from audit_entry e
    where e.organisation_id = (select my_organisation()) and (select i_am('reviewer'))
      and is_reading(e.action) and e.at >= since and e.at < until
    order by uuid_hash_extended(e.id, 0), e.id limit size)
  select e.at, a.name, name_at(u.name, u.former_names, e.at), l.case_number, d.details ->> 'what',
    array(select jsonb_array_elements_text(d.details -> 'ground'))
  from drawn join audit_entry e on e.id = drawn.id
  cross join lateral (select reading_of(e.details) offset 0) d (details)
  join account a on a.id = e.account_id
  join plan l on l.id = e.stream
  left join unit u on u.id = (d.details ->> 'unit')::uuid
  order by e.at desc, e.id desc
$$;

grant execute on function app.review_sample(timestamptz, timestamptz, integer) to portal_app;
