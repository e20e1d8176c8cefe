-- What a call that waits where I work tells besides what is asked: what the coordination is for, in the
-- categories that are shared with my organisation; when and, unless the person is protected, where
-- they meet next; and which organisations take part. `id` is whose text it is, or where the meeting's
-- place is kept. Nobody has taken part for the organisation yet: consent to it is what this rests on.
create or replace function app.summons_facts(wanted uuid)
returns table (part text, id uuid, name text, sealed bytea, starts_at timestamptz,
  ends_at timestamptz, is_remote boolean)
language plpgsql stable security definer set search_path = app, pg_temp as $$
declare
  me uuid := my_organisation();
  t timestamptz := statement_timestamp();
begin
  if not wanted = any (called_plans()) then return; end if;
  return query
  select 'purpose', x.id, coalesce(o.name, x.written_by, x.changed_by), x.text_sealed,
    null::timestamptz, null::timestamptz, null::boolean
  from called_purpose(wanted, me, t) k join plan_text x on x.id = k.id
  left join organisation o on o.id = x.from_party
  union all
  (select 'meeting', p.id, null, p.text_sealed, m.starts_at, m.ends_at, m.is_remote
    from meeting m join plan l on l.id = m.plan_id
    left join plan_placing p on p.plan_id = m.plan_id and p.subject_id = m.id
      and p.kind = 'meeting_place' and not l.is_protected
    where m.plan_id = wanted and m.status = 'planned' and m.ends_at > t
    order by m.starts_at, m.id limit 1)
  union all
  select 'party', o.id, o.name, null, null, null, null
  from opened_to(array[wanted], t) q join organisation o on o.id = q.party
  where o.id <> me and exists (select from participant s
    where s.plan_id = wanted and s.organisation_id = o.id and s.ended_at is null);
end $$;

grant execute on function app.summons_facts(uuid) to portal_app;
