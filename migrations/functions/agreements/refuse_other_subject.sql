-- An agreement names as the one that it replaces another of its subject, and of its municipality or of
-- one that was merged into that.
create or replace function app.refuse_other_subject() returns trigger
language plpgsql security definer set search_path = app, pg_temp as $$
begin
  if not exists (select from agreement o where o.id = new.replaces_id and o.id <> new.id
    and o.subject_id = new.subject_id and new.municipality_id = any (heirs(o.municipality_id)))
  then
    raise exception 'agreement % replaces none of its own subject', new.id
      using errcode = 'check_violation';
  end if;
  return new;
end $$;
