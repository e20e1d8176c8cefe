-- Whom an act in a plan is told to, besides whoever did it: the person whose plan it is, and of what
-- concerns one of those whose consent it requires, that one; of all the rest, all of them.
create or replace function app.told_people(entry app.audit_entry)
returns table (person uuid, account uuid)
language sql stable security definer set search_path = app, pg_temp as $$
  select p.id, p.account_id from plan_person p
  where p.plan_id = entry.stream and p.ended_at is null
    and p.account_id is distinct from entry.account_id
    and (p.kind = 'subject' or exists (select from consenter c where c.person_id = p.id
      and c.plan_id = p.plan_id and (c.required_to is null or c.required_to > now())))
    and case told_kind(entry.action)
      -- what somebody said is told to them and to the person
      when 'answer' then p.kind = 'subject' or p.id = said_by(entry.subject_id)
      when 'withdrawal' then p.kind = 'subject' or p.id = said_by(entry.subject_id)
      when 'annulled' then p.kind = 'subject' or p.id = said_by(entry.subject_id)
      when 'version_answer' then p.id = (select a.person_id from plan_approval a
        where a.id = entry.subject_id)
      when 'reply' then p.id = (select t.person_id from attendance t where t.id = entry.subject_id)
      when 'survey' then p.kind = 'subject'
      -- what stands in somebody's name
      when 'written' then p.id in (
        select t.from_party from plan_text t where t.id = entry.subject_id
        union all select g.from_party from goal g where g.id = entry.subject_id
        union all select a.from_party from action a where a.id = entry.subject_id)
      when 'representatives' then entry.subject_id = p.plan_id
        or exists (select from plan_person o where o.id = entry.subject_id
          and o.kind in ('guardian', 'representative'))
      else true end
$$;
