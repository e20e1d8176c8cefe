-- Who may see now what `source` holds in each category of a plan that I see: to choose among. A party
-- is told of its own readers, a handler also of the person's, and the owner of everybody's. Of what
-- another party holds one is told of oneself, of that party and of the person alone.
create or replace function app.audience(wanted uuid, source uuid, categories text[])
returns table (category text, parties uuid[])
language plpgsql stable security definer set search_path = app, pg_temp
set plan_cache_mode = force_generic_plan as $$
declare
  mine part_seen[] := array(select s from kept_sight() s where s.plan_id = wanted);
  subject uuid := (select p.id from plan_person p
    where p.plan_id = wanted and p.kind = 'subject');
  own uuid[] := array(select s.party from unnest(mine) s
    union select subject from unnest(mine) s where s.is_handler);
  is_told_all boolean := source = any (own)
    or exists (select from unnest(mine) s where s.is_owner);
begin
  if not exists (select from unnest(mine) s where is_known(s) or s.is_called) then return; end if;
  return query
  select r.category, case when is_told_all then r.parties
    else array(select p.party from unnest(r.parties) p (party)
      where p.party = any (own || array[source, subject])) end
  from readers(wanted, source, categories) r;
end $$;

grant execute on function app.audience(uuid, uuid, text[]) to portal_app;
