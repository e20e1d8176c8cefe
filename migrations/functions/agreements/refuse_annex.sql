-- Once others have seen an agreement, an annex holds something else, or is one no more, only when its
-- parties have agreed to just that. One that is only suggested has no version yet.
create or replace function app.refuse_annex() returns trigger
language plpgsql security definer set search_path = app, pg_temp as $$
begin
  if new.agreement_id <> all (my_new_agreements()) and not is_changing(new.agreement_id,
    array['annex_added', 'annex_replaced', 'annex_removed'], new.id::text) then
    raise exception 'the parties have not agreed to the annex'
      using errcode = 'insufficient_privilege';
  end if;
  return new;
end $$;
