-- Once others have seen an agreement it gets another name only when its parties have agreed to it.
create or replace function app.refuse_renaming() returns trigger
language plpgsql security definer set search_path = app, pg_temp as $$
begin
  if not exists (select from suggestion s
    where s.agreement_id = new.id and s.status = 'published' and s.outline ->> 'kind' = 'renamed'
      and s.outline ->> 'to' = new.title and is_agreed(s.id)) then
    raise exception 'the parties have not agreed to the name'
      using errcode = 'insufficient_privilege';
  end if;
  return new;
end $$;
