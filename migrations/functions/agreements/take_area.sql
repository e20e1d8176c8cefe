-- Where an agreement holds: each municipality once, and all of its county where it
-- is first said to cover that. The previous release names one, and reads the first.
create or replace function app.take_area() returns trigger
language plpgsql security definer set search_path = app, pg_temp as $$
begin
  if tg_op = 'INSERT' then
    new.municipality_ids := coalesce(new.municipality_ids, array[new.municipality_id]);
  end if;
  new.municipality_id := new.municipality_ids[1];
  if cardinality(new.municipality_ids) = 0
    or exists (select from unnest(new.municipality_ids) m left join organisation o
      on o.id = m and o.county_id = new.county_id and o.kind = 'municipality' where o.id is null)
    or (new.covers_county and (tg_op = 'INSERT' or not old.covers_county) and exists (select from organisation o
      where o.county_id = new.county_id and o.kind = 'municipality' and is_offered(o.id)
        and o.id <> all (new.municipality_ids)))
  then
    raise exception 'agreement % has no such area', new.id using errcode = 'check_violation';
  end if;
  return new;
end $$;
