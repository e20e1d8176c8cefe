-- Whether a suggestion that is being adopted says this of this cell.
create or replace function app.is_agreed_cell(wanted uuid, in_row uuid, in_column uuid, said text)
returns boolean
language sql stable security definer set search_path = app, pg_temp as $$
  select is_agreed(wanted) and exists (select from suggestion s
    cross join lateral jsonb_array_elements(s.operations) one
    join matrix_row r on r.id = in_row and r.agreement_id = s.agreement_id
    join matrix_column k on k.id = in_column and k.agreement_id = s.agreement_id
    where s.id = wanted and one ->> 'row' = r.key and one ->> 'column' = k.key
      and one ->> 'to' = said)
$$;

grant execute on function app.is_agreed_cell(uuid, uuid, uuid, text) to portal_app;
