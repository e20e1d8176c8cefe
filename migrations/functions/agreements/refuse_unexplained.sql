-- What is locked with something open has a reason for it that stays with the version, each its own.
create or replace function app.refuse_unexplained() returns trigger
language plpgsql security definer set search_path = app, pg_temp as $$
begin
  if exists (select from still_open(new.id) o
    where not exists (select from remark r join document_version v on v.id = r.document_version_id
      where v.agreement_id = new.id and v.voided_at is null and r.kind = o.kind
      and r.place = o.place and is_reason(r.reason)))
  then raise exception 'agreement % is locked with something open and no reason', new.id
    using errcode = 'insufficient_privilege'; end if;
  return null;
end $$;
