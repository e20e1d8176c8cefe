-- What is open of one signed agreement of my county, not of an addendum, each part that is named as JSON in
-- its order: what a page of its life needs in one statement. Who reads each row is decided once, as the
-- tables' policies decide it; a test compares the two.
create or replace function app.open_of_agreement(wanted uuid, parts text[], today date)
returns table (part text, content json)
language plpgsql stable rows 8 security definer set search_path = app, pg_temp as $$
declare
  everything boolean := pg_has_role(session_user, 'portal_owner', 'member');
  me record;
  about agreement;
  works boolean;
begin
  select * into me from acting();
  select a.* into about from agreement a where a.id = wanted and a.amends_id is null
    and a.status in ('in_force', 'superseded') and (everything or a.county_id = me.county_id);
  if not found then return; end if;

  if 'activities' = any (parts) then return query
    select 'activities', json_agg(json_build_object('id', x.id, 'owner_id', x.owner_id, 'what', x.what,
      'due_on', x.due_on) order by x.due_on, x.id)
    from activity x where x.agreement_id = wanted and x.ended_at is null;
  end if;

  if 'decisions' = any (parts) then return query
    select 'decisions', json_agg(json_build_object('id', d.id, 'group_id', g.id,
      'meeting_id', d.meeting_id, 'text', d.text, 'due_on', d.due_on, 'organisation', o.name,
      'function', m.function) order by g.name, g.id, d.due_on, d.decided_at, d.id)
    from working_group g
    join group_decision d on d.group_id = g.id and d.done_at is null
    join group_member m on m.id = d.member_id
    join organisation o on o.id = m.organisation_id
    where g.agreement_id = wanted and (everything or g.id = any ((select my_groups())::uuid[]));
  end if;

  -- their sides read them, and of a deviation the municipality where it was
  if parts && '{deviations,disputes}' then
    works := everything or exists (select from membership m where m.account_id = me.account_id
      and m.organisation_id = me.organisation_id and m.ended_at is null
      and m.role in ('coordinator', 'caseworker'));
  end if;

  if 'deviations' = any (parts) and works then return query
    select 'deviations', json_agg(json_build_object('id', x.id, 'section', x.section,
      'place', x.place, 'concerns_id', x.concerns_id, 'answer_by', x.answer_by,
      'is_answered', x.answered_at is not null) order by x.answer_by, x.id)
    from (select * from deviation d where d.agreement_id = wanted and d.closed_at is null
      and (everything or me.organisation_id in (d.organisation_id, d.concerns_id, d.municipality_id))
      order by d.answer_by, d.id limit 50) x;
  end if;

  if 'disputes' = any (parts) and works then return query
    select 'disputes', json_agg(json_build_object('id', x.id, 'section', x.section,
      'place', x.place, 'forum', x.forum) order by x.opened_at, x.id)
    from (select d.*, l.forum from dispute d
      join dispute_level l on l.dispute_id = d.id and l.number = d.level
      where d.agreement_id = wanted and d.settled_at is null
      and (everything or me.organisation_id in (d.opener_id, d.other_id, d.third_id))
      order by d.opened_at, d.id limit 50) x;
  end if;

  if 'routines' = any (parts) then return query
    select 'routines', json_agg(r) from lob_reviews_asked(today, null, wanted) r;
  end if;

  if 'indicators' = any (parts) then return query
    -- each as text: most say what they said an hour ago, and what says the same is read once
    select 'indicators', json_agg(json_build_object('key', f.key, 'label', f.label,
      'declared', f.declared, 'said', f.said)::text order by f.ordinality)
    from facts_of(wanted, today, kinds => '{indicator}') with ordinality f;
  end if;

  if 'values' = any (parts) then return query
    select 'values', json_agg(v) from (
      select distinct on (x.municipality_id, x.indicator, x.year) x.municipality_id, x.indicator,
        x.year, x.unit, x.value::text as value
      from indicator_value x
      where x.subject_id = about.subject_id and x.municipality_id = any (about.municipality_ids)
      order by x.municipality_id, x.indicator, x.year, x.version desc) v;
  end if;

  if 'places' = any (parts) then return query
    select 'places', json_object_agg(o.id, o.short_name) from organisation o
    where o.id = any (about.municipality_ids);
  end if;

  -- who counts by LOB in its municipalities, and what each police area of the county has handed in
  if 'figures' = any (parts) then return query
    select 'figures', json_build_object(
      'places', (select json_agg(json_build_object('id', o.id, 'name', o.short_name)
          order by o.sort_key, o.id) from organisation o
        where o.id = any (about.municipality_ids) and o.kind = 'municipality'
          and o.ended_on is null and o.closed_at is null),
      'police', (select json_agg(o.id) from organisation o
        where o.county_id = about.county_id and o.kind = 'police'
          and o.ended_on is null and o.closed_at is null),
      'said', (select json_object_agg(l.organisation_id, l.municipality_ids) from (
        select distinct on (x.organisation_id) x.organisation_id, x.municipality_ids from lob_area x
        where x.county_id = about.county_id order by x.organisation_id, x.said_at desc) l),
      'handed_in', (select json_agg(distinct
          jsonb_build_array(x.organisation_id, x.municipality_id, x.year)) from lob_figure x
        where x.county_id = about.county_id and x.municipality_id is not null));
  end if;
end $$;

grant execute on function app.open_of_agreement(uuid, text[], date) to portal_app;
