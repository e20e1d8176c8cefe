-- What amends an agreement is about the same, for the same area. A prolongation begins the day
-- after it would have ended; an addendum while it holds, and not before an earlier one. Nobody amends
-- what another takes over from or notice has been given of.
create or replace function app.refuse_untied() returns trigger
language plpgsql security definer set search_path = app, pg_temp as $$
begin
  if not exists (select from agreement o where o.id = new.amends_id and o.amends_id is null
    and o.status = 'in_force' and o.ends_on is null
    and o.municipality_ids @> new.municipality_ids and o.municipality_ids <@ new.municipality_ids
    and o.subject_id = new.subject_id
    and case when new.amends_text then new.valid_from between o.valid_from
          and coalesce(o.last_day, 'infinity')
        and not exists (select from agreement x where x.amends_id = o.id and x.amends_text
          and x.status = 'in_force' and x.valid_from > new.valid_from)
      else new.valid_from = o.last_day + 1 end)
  then
    raise exception 'agreement % amends none', new.id using errcode = 'check_violation';
  end if;
  return new;
end $$;
