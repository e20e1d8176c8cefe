-- Whether a suggestion that is being adopted says this of this cell: by name, or by taking its column out,
-- or back in with what it said.
create or replace function app.is_agreed_cell(wanted uuid, in_row uuid, in_column uuid, said text)
returns boolean
language sql stable security definer set search_path = app, pg_temp as $$
  select is_agreed(wanted) and exists (select from suggestion s
    join matrix_row r on r.id = in_row and r.agreement_id = s.agreement_id
    join matrix_column k on k.id = in_column and k.agreement_id = s.agreement_id
    where s.id = wanted and (exists (select from jsonb_array_elements(s.operations) one
        where one ->> 'row' = r.key and one ->> 'column' = k.key and one ->> 'to' = said)
      or (s.outline ->> 'column' = k.id::text and case s.outline ->> 'kind'
        when 'column_removed' then said = 'unset'
        when 'column_restored' then exists (select from matrix_change x where x.row_id = r.id
          and x.column_id = k.id and x.revision = k.removed_in and x.before = said) end)))
$$;

grant execute on function app.is_agreed_cell(uuid, uuid, uuid, text) to portal_app;
