-- What parties say beside the plan's texts, to whom it is said: what a called organisation brings (to
-- who called it), and what is written with an answer to a meeting.
create or replace function app.sayings(wanted uuid)
returns table (kind text, id uuid, category text, sealed bytea)
language sql stable security definer set search_path = app, pg_temp as $$
  select 'contribution', c.id, c.contribution_category, c.contribution_sealed from call c
  where c.plan_id = wanted and c.contribution_sealed is not null
    and (c.plan_id = any ((select case_plans())::uuid[])
      or c.organisation_id = (select my_organisation()))
    and is_said_to(c.plan_id, c.organisation_id, c.contribution_category,
      (select my_disclosures())::text[])
  union all
  select 'note', a.id, a.note_category, a.note_sealed
  from (select n.*, coalesce(p.organisation_id, n.person_id) as party
    from attendance n left join participant p on p.id = n.participant_id
    where n.plan_id = wanted and n.note_sealed is not null) a
  where is_said_to(a.plan_id, a.party, a.note_category, (select my_disclosures())::text[])
$$;

grant execute on function app.sayings(uuid) to portal_app;
