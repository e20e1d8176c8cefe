-- A unit is that of the party whose measure or member of staff it is; of a measure it is in the
-- measure's category.
create or replace function app.own_placing() returns trigger
language plpgsql security definer set search_path = app, pg_temp as $$
begin
  if new.kind = 'action_unit' then
    select from_party, category into new.from_party, new.category from action
    where plan_id = new.plan_id and id = new.subject_id;
  elsif new.kind = 'participant_unit' then
    select organisation_id into new.from_party from participant
    where plan_id = new.plan_id and id = new.subject_id;
  end if;
  return new;
end $$;
