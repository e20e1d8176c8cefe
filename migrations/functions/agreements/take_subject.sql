-- What an agreement is about is what its template is about, whatever the statement says.
create or replace function app.take_subject() returns trigger
language plpgsql security definer set search_path = app, pg_temp as $$
begin
  new.subject_id := (select t.subject_id from template_version t where t.id = new.template_version_id);
  return new;
end $$;
