-- Whom an act in a plan is told to, besides whoever did it: the person whose plan it is, and of what
-- concerns one of those whose consent it requires, that one; of all the rest, all of them. What it
-- is about stands in the entry: the act's own row may be written after it.
create or replace function app.told_people(entry app.audit_entry)
returns table (person uuid, account uuid)
language sql stable security definer set search_path = app, pg_temp as $$
  select p.id, p.account_id from plan_person p cross join (select entry.details::jsonb as said) d
  where p.plan_id = entry.stream and p.ended_at is null and not is_kept_out(p.id)
    and p.account_id is distinct from entry.account_id
    and (p.kind = 'subject' or exists (select from consenter c where c.person_id = p.id
      and c.plan_id = p.plan_id and (c.required_to is null or c.required_to > now())))
    and case told_kind(entry.action)
      -- what somebody said is told to them and to the person
      when 'answer' then p.kind = 'subject' or is_consenter(p.id, d.said ->> 'consenter')
      when 'annulled' then p.kind = 'subject' or is_consenter(p.id, d.said ->> 'consenter')
      -- a yes that is given anew was taken back first: that is one answer, and no withdrawal
      when 'withdrawal' then (p.kind = 'subject' or is_consenter(p.id, d.said ->> 'consenter'))
        and d.said ->> 'is_step' is distinct from 'true'
      when 'version_answer' then d.said ->> 'person' is not null
        and (p.kind = 'subject' or p.id::text = d.said ->> 'person')
      when 'reply' then p.id = (select t.person_id from attendance t where t.id = entry.subject_id)
      when 'survey' then p.kind = 'subject'
      -- whoever signs in has a mail and a line of their own
      when 'meeting' then p.account_id is null
      when 'handed_over' then p.account_id is null
      when 'stood_in' then p.account_id is null
      when 'closed' then p.kind <> 'subject' or not has_died(p.plan_id)
      -- what stands in somebody's name
      when 'written' then p.id::text = d.said ->> 'party'
      when 'suggested' then p.id::text = d.said ->> 'party'
      -- that the person consents to their own plan, when it is begun, is no change
      when 'representatives' then case entry.action
        when 'consenters.set' then not exists (select from plan l where l.id = entry.stream
          and l.created_at > entry.at - interval '1 minute')
        when 'consenter_change.confirmed' then true
        else d.said ->> 'kind' in ('guardian', 'representative') end
      else true end
$$;
