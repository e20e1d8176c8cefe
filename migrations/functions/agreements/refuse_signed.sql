-- The file that somebody has signed, or whose version is void, is never changed.
create or replace function app.refuse_signed() returns trigger
language plpgsql security definer set search_path = app, pg_temp as $$
begin
  if not is_unsigned(old.id) then
    raise exception 'the file is signed' using errcode = 'insufficient_privilege';
  end if;
  return new;
end $$;
