-- The guided questions of a section are settled while its text is open.
create or replace function app.refuse_questions() returns trigger
language plpgsql security definer set search_path = app, pg_temp as $$
begin
  if not exists (select from agreement x where x.id = new.agreement_id
    and x.status in ('draft', 'shared')) then
    raise exception 'the text is not open' using errcode = 'insufficient_privilege';
  end if;
  return new;
end $$;
