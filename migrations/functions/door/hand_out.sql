-- The keys of these parts' plans, each with its row in the log: no row, no key. The row is chained
-- at once, in the order of the streams, so that two readers never wait for each other; or when the
-- transaction commits (app.note_due()), so that a page that is being made keeps nobody waiting.
-- Whoever waited while something was done in the plan has to look anew: no reading stands in the
-- log after what ended its consent.
create or replace function app.hand_out(parts app.part_seen[], what text, at_once boolean,
  part_id uuid default null)
returns table (plan_id uuid, wrapped bytea, master_version integer, ground text[])
language plpgsql volatile rows 20 set search_path = app, pg_temp
set plan_cache_mode = force_generic_plan as $$
#variable_conflict use_column
declare
  plans uuid[] := array(select s.plan_id from unnest(parts) s);
  moved uuid[];
  me record;
begin
  select a.county_id, a.organisation_id, a.account_id, a.units[1] as unit,
    my_session() as session_id
  into me from asking() a;
  if not at_once then
    return query
    with entry as materialized (select * from to_hand_out(parts, me.unit, what, part_id)),
    due as (
      insert into reading_due (id, county_id, stream, logged, organisation_id, account_id,
        session_id, details)
      select gen_random_uuid(), me.county_id, e.plan_id, e.logged, me.organisation_id,
        me.account_id, me.session_id, e.details from entry e
      returning stream)
    select e.plan_id, e.wrapped, e.master_version, e.ground
    from due d join entry e on e.plan_id = d.stream;
    return;
  end if;
  insert into audit_head (stream, seq, hash)
  select p.id, 0, sha256(uuid_send(p.id)) from unnest(plans) p (id)
  where not exists (select from audit_head h where h.stream = p.id)
  order by p.id on conflict do nothing;
  with head as materialized (
    select h.stream, h.seq from audit_head h where h.stream = any (plans)
    order by h.stream for update)
  select array_agg(h.stream) filter (where h.seq <> s.logged) into moved
  from head h left join unnest(parts) s on s.plan_id = h.stream;
  if moved is not null and exists (select from audit_entry e
    join unnest(parts) s on s.plan_id = e.stream and s.logged < e.seq
    where e.stream = any (moved) and not app.is_reading(e.action))
  then raise exception 'changed meanwhile' using errcode = 'serialization_failure'; end if;
  return query
  with entry as materialized (
    select e.*, audit_link(e.previous, e.stream, e.seq, e.at, e.id, me.county_id,
      me.organisation_id, me.account_id, me.session_id, 'plan.read', 'Plan', e.stream, e.details)
      as hash
    from (
      select gen_random_uuid() as id, r.plan_id as stream, h.seq + 1 as seq, h.hash as previous,
        date_trunc('milliseconds', clock_timestamp()) as at, r.wrapped, r.master_version, r.ground,
        r.details
      from to_hand_out(parts, me.unit, what, part_id) r
      join audit_head h on h.stream = r.plan_id) e),
  noted as (
    insert into audit_entry (id, county_id, stream, seq, at, organisation_id, account_id,
      session_id, action, subject_kind, subject_id, details, hash)
    select e.id, me.county_id, e.stream, e.seq, e.at, me.organisation_id, me.account_id,
      me.session_id, 'plan.read', 'Plan', e.stream, e.details, e.hash from entry e
    returning stream, seq, hash),
  chained as (
    update audit_head h set seq = n.seq, hash = n.hash from noted n where h.stream = n.stream)
  select n.stream, e.wrapped, e.master_version, e.ground
  from noted n join entry e on e.stream = n.stream;
end $$;
