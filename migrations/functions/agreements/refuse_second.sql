-- An organisation has one agreement of its own in progress at a time on a subject in a municipality.
create or replace function app.refuse_second() returns trigger
language plpgsql security definer set search_path = app, pg_temp as $$
begin
  perform pg_advisory_xact_lock(hashtextextended(new.creator_id || ':' || new.subject_id, 1));
  if exists (select from agreement o where o.id <> new.id and o.creator_id = new.creator_id
    and o.subject_id = new.subject_id and o.amends_id is null
    and o.status in ('draft', 'shared', 'decision', 'signing')
    and o.municipality_ids && new.municipality_ids)
  then
    raise exception 'agreement % is not the only one', new.id using errcode = 'unique_violation';
  end if;
  return null;
end $$;
