-- Once others have seen an agreement a measure is taken out, or back in, when its parties have agreed to
-- that.
create or replace function app.refuse_row() returns trigger
language plpgsql security definer set search_path = app, pg_temp as $$
begin
  if new.agreement_id <> all (my_new_agreements())
    and not is_changing(new.agreement_id, array['row_removed', 'row_restored'], new.key) then
    raise exception 'the parties have not agreed to take it out or in'
      using errcode = 'insufficient_privilege';
  end if;
  return new;
end $$;
