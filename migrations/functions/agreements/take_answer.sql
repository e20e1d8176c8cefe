-- A party answers a correction that is open: one no refuses it, and when every other that is bound says yes
-- it is made: in a section wherever the words stand in the agreement and in what amends it, each as a new
-- version of the text; in a name or a decision in its place. What was signed stays in its file. Raises
-- where the words no longer stand as they were.
create or replace function app.take_answer() returns trigger
language plpgsql volatile security definer set search_path = app, pg_temp as $$
declare
  it correction;
  changed integer;
begin
  select * into it from correction where id = new.correction_id for update;
  if it.status <> 'open' or it.organisation_id = new.organisation_id
    or not may_be_corrected(it.agreement_id, it.of_id)
    or not exists (select from agreement_party p where p.agreement_id = it.agreement_id
      and p.organisation_id = new.organisation_id and p.left_at is null and (p.decides or p.signs))
  then raise exception 'not to be answered' using errcode = 'insufficient_privilege'; end if;
  if not new.agrees then
    update correction set status = 'refused', settled_at = clock_timestamp() where id = it.id;
    return null;
  end if;
  if exists (select from agreement_party p where p.agreement_id = it.agreement_id
    and p.left_at is null and (p.decides or p.signs) and p.organisation_id <> it.organisation_id
    and not exists (select from correction_answer a where a.correction_id = it.id
      and a.organisation_id = p.organisation_id and a.agrees))
  then return null; end if;
  if it.about = 'text' then
    with corrected as (
      insert into section_version (id, county_id, agreement_id, section_id, version, text,
        organisation_id, author_name, created_at, correction_id)
      select gen_random_uuid(), s.county_id, s.agreement_id, s.id, s.version + 1,
        replace(v.text, it.before, it.after), it.organisation_id, it.proposed_by,
        clock_timestamp(), it.id
      from section s
      join section_version v on v.section_id = s.id and v.version = s.version
      join agreement x on x.id = s.agreement_id
      where it.agreement_id in (x.id, x.amends_id)
        and x.status in ('draft', 'shared', 'in_force', 'superseded')
        and s.key = (select o.key from section o where o.id = it.section_id)
        and char_length(replace(v.text, it.before, '')) = char_length(v.text) - char_length(it.before)
      returning section_id, version)
    update section s set version = c.version from corrected c where s.id = c.section_id;
    select count(*) into changed from section_version
    where section_id = it.section_id and correction_id = it.id;
  elsif it.about = 'title' then
    update agreement set title = it.after where id = it.of_id and title = it.before;
    get diagnostics changed = row_count;
  else
    update decision set corrected_by = it.proposed_by, corrected_at = clock_timestamp(),
      paragraph = case it.about when 'paragraph' then it.after else paragraph end,
      reference = case it.about when 'reference' then it.after else reference end,
      decided_on = case it.about when 'decided_on' then it.after::date else decided_on end
    where id = it.decision_id and it.before = case it.about
      when 'paragraph' then paragraph when 'reference' then reference else decided_on::text end;
    get diagnostics changed = row_count;
  end if;
  if changed <> 1 then
    raise exception 'what correction % is about reads otherwise', it.id using errcode = 'check_violation';
  end if;
  update correction set status = 'adopted', settled_at = clock_timestamp() where id = it.id;
  return null;
end $$;
