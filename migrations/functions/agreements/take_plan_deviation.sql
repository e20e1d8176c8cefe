-- What the release before this one reports of a plan becomes a deviation, and is not kept where it
-- put it. It concerns whom the agreement names, else who was chosen instead.
create or replace function app.take_plan_deviation() returns trigger
language plpgsql volatile security definer set search_path = app, pg_temp as $$
declare
  base uuid := (select coalesce(a.amends_id, a.id) from agreement a where a.id = new.agreement_id
    and a.county_id = new.county_id);
begin
  if new.organisation_id is distinct from my_organisation() or not i_am('caseworker') then
    raise exception 'not yours to report' using errcode = 'insufficient_privilege';
  end if;
  insert into deviation (id, county_id, agreement_id, organisation_id, concerns_id,
    municipality_id, from_plan, kind, section, section_key, row_key, place, expected, chosen,
    happened, reported_at, answer_by)
  select new.id, new.county_id, base, new.organisation_id, p.organisation_id,
    new.municipality_id, true, 'other_doer', new.section, 'ansvarsfordelning', new.row_key,
    coalesce(new.measure, new.row_key), new.expected, new.chosen, new.reason, clock_timestamp(),
    (clock_timestamp() at time zone 'Europe/Stockholm')::date + 14
  from agreement_party p join organisation o on o.id = p.organisation_id
  where p.agreement_id = base
  order by p.organisation_id = new.organisation_id, position(o.name in new.expected) = 0,
    o.name is distinct from new.chosen, p.organisation_id <> new.municipality_id, p.position
  limit 1
  on conflict (id) do nothing;
  return null;
end $$;
