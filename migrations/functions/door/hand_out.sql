-- The keys of these parts' plans, each with its row in the log: no row, no key. The row says what
-- the reading rests on: acts and decisions, or that the plan or case is one's own; and whose words
-- of which kinds of information it shows. In the order of the streams, so that two readers never
-- wait for each other. Whoever waited while something was done in the plan has to look anew: no
-- reading stands in the log after what ended its consent.
create or replace function app.hand_out(parts app.part_seen[], what text)
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
  with resting as (
    select s.plan_id, case when bool_or(s.is_owner) then '{own}'
      when bool_or(s.is_open or s.is_called)
        then array_agg(distinct a.id::text order by a.id::text)
          filter (where a.id is not null and (s.is_open or s.is_called))
      when bool_or(s.is_handler) then '{case}' else '{own}' end
      || coalesce(array_agg(distinct d.id::text order by d.id::text)
        filter (where d.id is not null), '{}') as ground,
      array_agg(distinct s.participant_id) as mine
    from unnest(parts) s left join lateral unnest(s.acts) a (id) on true
    left join lateral unnest(s.decisions) d (id) on true
    group by s.plan_id),
  entry as materialized (
    select e.*, audit_link(e.previous, e.stream, e.seq, e.at, e.id, me.county_id,
      me.organisation_id, me.account_id, me.session_id, 'plan.read', 'Plan', e.stream, e.details)
      as hash
    from (
      select gen_random_uuid() as id, r.plan_id as stream, h.seq + 1 as seq, h.hash as previous,
        date_trunc('milliseconds', clock_timestamp()) as at, k.wrapped, k.master_version, r.ground,
        reading_details(r.ground, shown_content(r.plan_id, array(select k.key
          from unnest(parts) s cross join unnest(s.keys) k (key) where s.plan_id = r.plan_id),
          r.mine, what), me.unit, what) as details
      from resting r
      join plan_key k on k.plan_id = r.plan_id and k.wrapped is not null
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
