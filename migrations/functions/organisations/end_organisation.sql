-- End an organisation of a county that the asker administers, from a day that has come: it is offered no
-- more, and begins nothing. While plans go on there, or a part of one is kept, those who work in them
-- stay; when nothing is left it is closed, and its roles and invitations end. `p_kind` is how it ended:
-- merged into a successor, divided into several, or closed; their histories say so too. Refused while an
-- agreement has nobody after it, and while somebody has asked for a plan and waits, unless one
-- organisation takes over and answers. The asker may end their own organisation, and is nobody there then:
-- so all of it is one statement.
create or replace function app.end_organisation(p_change uuid, p_organisation uuid, p_kind text,
  p_successors uuid[], p_day date, p_reason text) returns void
language plpgsql volatile security definer set search_path = app, pg_temp as $$
declare
  it organisation;
  left_open record;
  maker text := who_changes();
  successor uuid := case when p_kind = 'merged' then p_successors[1] end;
begin
  select * into it from organisation where id = p_organisation and closed_at is null for update;
  if not found or not administers_county(it.county_id) or it.kind = 'individuals'
    or not (p_kind = 'merged' and cardinality(p_successors) = 1
      or p_kind = 'divided' and cardinality(p_successors) > 1
      or p_kind = 'closed' and cardinality(p_successors) = 0)
    or exists (select from unnest(p_successors) s (id) where s.id = it.id or not exists (
      select from organisation o where o.id = s.id and o.county_id = it.county_id
        and o.kind = it.kind and o.ended_on is null and o.closed_at is null))
    or p_day > (clock_timestamp() at time zone 'Europe/Stockholm')::date
  then raise exception 'not yours to end' using errcode = 'insufficient_privilege'; end if;
  perform hold_key(it.county_id);
  select * into left_open from open_in_organisation(p_organisation);
  if left_open.running + left_open.deciding + left_open.in_force + left_open.units > 0
    or (p_kind = 'closed' and left_open.has_plans)
    or (left_open.has_unheld)
    or (p_kind <> 'merged' and left_open.has_requests)
    or (it.kind in ('region', 'coordination_group') and not exists (select from organisation o
      where o.county_id = it.county_id and o.kind = it.kind and o.id <> it.id
        and o.ended_on is null and o.closed_at is null))
  then raise exception 'something is open' using errcode = 'check_violation'; end if;
  update organisation set ended_on = coalesce(ended_on, p_day),
    successor_id = coalesce(successor_id, successor),
    closed_at = case when not left_open.has_kept then clock_timestamp() end
  where id = p_organisation;
  delete from organisation_change c where c.organisation_id = p_organisation
    and c.applied_at is null;
  if it.ended_on is null or not left_open.has_kept then
    insert into organisation_change (id, county_id, organisation_id, kind, from_day, at, made_by,
      reason, was, other_id, applied_at)
    values (p_change, it.county_id, it.id, p_kind, p_day, clock_timestamp(), maker, p_reason,
      it.name, successor, clock_timestamp());
  end if;
  insert into organisation_change (id, county_id, organisation_id, kind, from_day, at, made_by,
    reason, was, other_id, applied_at)
  select gen_random_uuid(), it.county_id, s.id,
    case p_kind when 'merged' then 'absorbed' else 'succeeded' end, p_day, clock_timestamp(), maker,
    p_reason, it.name, it.id, clock_timestamp()
  from unnest(p_successors) s (id);
  perform pass_groups(p_organisation, p_successors);
  -- who has asked for a plan and waits is answered by whoever comes after
  update plan_request set organisation_id = successor, taken_by = null, taken_by_name = null,
    taken_at = null
  where organisation_id = p_organisation and settled_at is null and p_kind = 'merged';
  update invitation set revoked_at = clock_timestamp() where organisation_id = p_organisation
    and used_at is null and revoked_at is null and plan_id is null;
  if p_kind = 'closed' and not left_open.has_kept then
    insert into outbox (id, county_id, account_id, organisation_id, kind, path, dedupe, not_before)
    select distinct on (a.id) gen_random_uuid(), it.county_id, a.id, it.id, 'organisation.closed',
      '/account', 'organisation.closed:' || it.id || ':' || a.id, now()
    from membership m join account a on a.id = m.account_id and a.disabled_at is null
      and a.email is not null
    where m.organisation_id = it.id and m.ended_at is null
    on conflict (dedupe) do nothing;
  end if;
  -- while something is kept there, those who work with it stay, and who administers them
  update membership m set ended_at = clock_timestamp()
  where m.organisation_id = p_organisation and m.ended_at is null
    and not (left_open.has_kept and (m.role = 'administrator'
      or (m.role = 'caseworker' and (p_kind = 'closed' or is_needed(m.account_id, it.id)))));
end $$;

grant execute on function app.end_organisation(uuid, uuid, text, uuid[], date, text) to portal_app;
