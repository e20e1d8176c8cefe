-- The keys of these parts' plans, and what the log is to say of each: what the reading rests on (acts
-- and decisions, or that the plan or case is one's own), and whose words of which kinds of
-- information it shows; `part_id` is what the address names in the plan, if anything. `logged` is the
-- plan's last row in the log when the parts were worked out.
create or replace function app.to_hand_out(parts app.part_seen[], unit uuid, what text, part_id uuid)
returns table (plan_id uuid, wrapped bytea, master_version integer, ground text[], logged bigint,
  details text)
language sql stable as $$
  select r.plan_id, k.wrapped, k.master_version, r.ground, r.logged,
    app.reading_details(r.ground, coalesce(c.shown, '{}'), unit, what)
  from (
    select s.plan_id, case when bool_or(s.is_owner) then '{own}'
      when bool_or(s.is_open or s.is_called)
        then array_agg(distinct a.id::text order by a.id::text)
          filter (where a.id is not null and (s.is_open or s.is_called))
      when bool_or(s.is_handler) then '{case}' else '{own}' end
      || coalesce(array_agg(distinct d.id::text order by d.id::text)
        filter (where d.id is not null), '{}') as ground,
      min(s.logged) as logged
    from unnest(parts) s left join lateral unnest(s.acts) a (id) on true
    left join lateral unnest(s.decisions) d (id) on true
    group by s.plan_id) r
  join app.plan_key k on k.plan_id = r.plan_id and k.wrapped is not null
  left join app.shown_content(parts, what, part_id) c on c.plan_id = r.plan_id
$$;
