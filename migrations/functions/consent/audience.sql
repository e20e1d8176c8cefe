-- Who may see now what `source` holds in `category` of a plan that I see: to choose among. A party
-- is told of its own readers, a handler also of the person's, and the owner of everybody's. Of what
-- another party holds one is told of oneself, of that party and of the person alone.
create or replace function app.audience(plan uuid, source uuid, category text) returns uuid[]
language sql stable security definer set search_path = app, pg_temp as $$
  select coalesce(array_agg(r.party), '{}')
  from unnest(readers(audience.plan, source, audience.category)) r (party)
  where audience.plan = any ((select known_plans())::uuid[] || (select called_plans())::uuid[])
    and (source = any ((select my_parties(audience.plan))::uuid[])
      or audience.plan = any ((select my_owned_plans())::uuid[])
      or r.party = source
      or r.party = any ((select my_parties(audience.plan))::uuid[])
      or exists (select from plan_person p where p.plan_id = audience.plan and p.id = r.party
        and p.kind = 'subject'))
$$;

grant execute on function app.audience(uuid, uuid, text) to portal_app;
