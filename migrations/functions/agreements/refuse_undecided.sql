-- What is put to signing has been decided by every party that decides.
create or replace function app.refuse_undecided() returns trigger
language plpgsql security definer set search_path = app, pg_temp as $$
begin
  if exists (select from document_version v
    join agreement_party p on p.agreement_id = v.agreement_id and p.left_at is null
      and p.decides
    where v.agreement_id = new.id and v.voided_at is null
      and not has_decided(v.id, p.organisation_id))
  then raise exception 'agreement % is not decided by all', new.id
    using errcode = 'insufficient_privilege'; end if;
  return new;
end $$;
