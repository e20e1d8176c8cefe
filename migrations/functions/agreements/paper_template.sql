-- What an agreement that is signed on paper begins from in a subject of my county that has no template:
-- made the first time that a coordinator asks.
create or replace function app.paper_template(p_subject uuid, p_name text, p_source text) returns uuid
language plpgsql volatile security definer set search_path = app, pg_temp as $$
declare
  it subject;
  made uuid;
begin
  perform pg_advisory_xact_lock(hashtextextended('paper_template:' || p_subject, 0));
  select * into it from subject s where s.id = p_subject and s.county_id = (select my_county());
  if it.id is null or not i_am('coordinator') or exists (select from template_version t
    where t.subject_id = it.id and not t.for_paper)
  then raise exception 'not without a template' using errcode = 'insufficient_privilege'; end if;
  select t.id into made from template_version t where t.subject_id = it.id;
  if made is not null then return made; end if;
  insert into template_version (id, county_id, subject_id, key, edition, name, source, adopted,
    source_sha256, published_at, for_paper)
  values (gen_random_uuid(), it.county_id, it.id, 'papper-' || it.key, '1', p_name, p_source, '',
    encode(sha256(convert_to(p_source, 'UTF8')), 'hex'), clock_timestamp(), true)
  returning id into made;
  return made;
end $$;

grant execute on function app.paper_template(uuid, text, text) to portal_app;
