-- An agreement names as those that it replaces others of its subject, each of which holds nowhere but in
-- its own municipalities or in those that were merged into one of them.
create or replace function app.refuse_other_subject() returns trigger
language plpgsql security definer set search_path = app, pg_temp as $$
begin
  if exists (select from unnest(new.replaces_ids) named where not exists (
    select from agreement o where o.id = named and o.id <> new.id
      and o.subject_id = new.subject_id and not exists (select from unnest(o.municipality_ids) place
        where not heirs(place) && new.municipality_ids)))
  then
    raise exception 'agreement % replaces none of its own subject', new.id
      using errcode = 'check_violation';
  end if;
  return new;
end $$;
