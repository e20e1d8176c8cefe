-- What is known of each county's figures of LOB: its municipalities, its police areas with an
-- account to remind, where each has said that it counts, and what each has handed in. What is
-- lacking of whom agreements/lob/rules.py works out.
create or replace function app.lob_to_remind()
returns table (county_id uuid, police uuid[], municipalities uuid[], said jsonb, handed_in jsonb)
language sql stable security definer set search_path = app, pg_temp as $$
  select c.id,
    array(select o.id from organisation o where o.county_id = c.id and o.kind = 'police'
      and o.ended_on is null and o.closed_at is null order by o.id),
    array(select o.id from organisation o where o.county_id = c.id and o.kind = 'municipality'
      and o.ended_on is null and o.closed_at is null order by o.id),
    coalesce((select jsonb_object_agg(a.organisation_id, to_jsonb(a.municipality_ids)) from (
      select distinct on (organisation_id) organisation_id, municipality_ids from lob_area
      where lob_area.county_id = c.id order by organisation_id, said_at desc) a), '{}'),
    coalesce((select jsonb_agg(distinct
        jsonb_build_array(f.organisation_id, f.municipality_id, f.year))
      from lob_figure f where f.county_id = c.id and f.organisation_id is not null), '[]')
  from county c
$$;

grant execute on function app.lob_to_remind() to portal_worker;
