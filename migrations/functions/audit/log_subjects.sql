-- What entries of my organisation's log are about, for its reviewer: which agreement and which part of
-- it, which plan by its case number, which colleague, invitation or unit. Never whose plan it is.
create or replace function app.log_subjects(entries uuid[])
returns table (id uuid, agreement text, case_number text, part text)
language sql stable security definer set search_path = app, pg_temp as $$
  select e.id, g.title, l.case_number,
    coalesce(s.number || '. ' || s.heading, r.title, a.name, i.name,
    name_at(u.name, u.former_names, e.at), name_at(b.name, b.former_names, e.at))
  from audit_entry e
  left join agreement g on g.id = e.stream
  left join plan l on l.id = e.stream
  left join section s on s.id = e.subject_id and e.subject_kind = 'Section'
  left join matrix_row r on r.id = e.subject_id and e.subject_kind = 'MatrixRow'
  left join membership m on m.id = e.subject_id and e.subject_kind = 'Membership'
  left join account a on a.id = case when e.subject_kind = 'Account' then e.subject_id
    else m.account_id end and a.id is distinct from e.account_id
  left join invitation i on i.id = e.subject_id and e.subject_kind = 'Invitation'
    and i.plan_person_id is null
  left join unit u on u.id = e.subject_id and e.subject_kind = 'Unit'
  left join organisation b on b.id = e.subject_id and e.subject_kind = 'Organisation'
    and b.id <> e.organisation_id
  where e.id = any (entries) and e.organisation_id = (select my_organisation())
    and (select i_am('reviewer'))
$$;

grant execute on function app.log_subjects(uuid[]) to portal_app;
